#include "recorder_page.h"

namespace mimus::wiremock_admin {
namespace {

// Needs nothing from elsewhere. Whatever a server said is put in as text, never as markup. A token in the page's own
// address (?token=…) goes along with its calls.
constexpr std::string_view kPage = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Recorder</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}
button{font:inherit;padding:.4rem 1rem;margin:.8rem .5rem 0 0}
pre{background:#8881;padding:1rem;overflow:auto}
</style>
</head>
<body>
<h1>Recorder</h1>
<p>While a recording runs, every request that no other stub answers goes to the target. When it stops, what the target answered becomes stubs.</p>
<form id="form">
<label for="target">Target, the server to record</label>
<input id="target" type="url" placeholder="https://api.example.com" autocomplete="off">
<button id="start" type="submit">Start recording</button>
<button id="stop" type="button">Stop and make stubs</button>
<button id="snapshot" type="button">Make stubs of all proxied requests in the journal</button>
</form>
<p role="status">Status: <strong id="status">?</strong></p>
<pre id="out" hidden></pre>
<script>
const $ = id => document.getElementById(id);
const ask = async (method, what, body) => {
  const answer = await fetch("recordings/" + what + location.search, {method, body: body && JSON.stringify(body)});
  const text = await answer.text();
  if (!answer.ok) throw new Error(why(answer.status, text));
  return JSON.parse(text);
};
const why = (status, text) => {
  try {
    return JSON.parse(text).errors.map(one => one.detail || one.title).join("\n");
  } catch (problem) {
    return status + " " + text;
  }
};
const show = text => { $("out").hidden = false; $("out").textContent = text; };
const look = async () => {
  const {status} = await ask("GET", "status");
  $("status").textContent = {NeverStarted: "not started", Recording: "recording", Stopped: "stopped"}[status] || status;
  $("start").disabled = status === "Recording";
  $("stop").disabled = status !== "Recording";
};
const doing = action => async event => {
  event.preventDefault();
  try {
    await action();
    await look();
  } catch (problem) {
    show(problem.message);
  }
};
const result = async what => {
  const {mappings, meta} = await ask("POST", what, what === "snapshot" ? {} : undefined);
  const lost = meta ? "\n" + meta.notRecorded + " requests were not recorded: " + meta.why : "";
  show(mappings.length + (mappings.length === 1 ? " stub" : " stubs") + lost + (mappings.length ? "\n\n" + JSON.stringify(mappings, null, 2) : ""));
};
$("form").addEventListener("submit", doing(() => ask("POST", "start", {targetBaseUrl: $("target").value})));
$("stop").addEventListener("click", doing(() => result("stop")));
$("snapshot").addEventListener("click", doing(() => result("snapshot")));
look().catch(problem => show(problem.message));
</script>
</body>
</html>
)html";

}  // namespace

Or<server::Reply> recorder_page(const Call& call) {
  return call.answers.text(200, "text/html;charset=UTF-8", kPage);
}

}  // namespace mimus::wiremock_admin
