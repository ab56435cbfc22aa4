#include "compat/draw.h"
#include "compat/providers.h"
#include "js_text.h"

namespace mimus::fake::compat {
namespace {

void append_version(Engine& engine, int low, int high, std::string& out) {
  append_number(roll(engine, low, high), out);
}

void android_platform_token(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kVersions[] = {"8.1", "9", "10", "11", "12", "13", "14", "15"};
  out.append("Android ").append(row_of(engine, kVersions));
}
void ios_platform_token(Engine& engine, const Args&, std::string& out) {
  out += engine.next() < 0.5 ? "iPhone; CPU iPhone OS " : "iPad; CPU iPad OS ";
  append_version(engine, 13, 18, out);
  out += '_';
  append_version(engine, 0, 6, out);
  out += " like Mac OS X";
}
void linux_processor(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kKinds[] = {"i686", "x86_64", "aarch64"};
  out += row_of(engine, kKinds);
}
void linux_platform_token(Engine& engine, const Args& args, std::string& out) {
  out += "X11; Linux ";
  linux_processor(engine, args, out);
}
void mac_processor(Engine&, const Args&, std::string& out) {
  out += "Intel";
}
void mac_platform_token(Engine& engine, const Args&, std::string& out) {
  out += "Macintosh; Intel Mac OS X 10_";
  append_version(engine, 12, 15, out);
  out += '_';
  append_version(engine, 0, 7, out);
}
void windows_platform_token(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kVersions[] = {"6.1", "6.2", "6.3", "10.0", "10.0", "10.0"};
  out.append("Windows NT ").append(row_of(engine, kVersions));
  if (engine.next() < 0.5) out += "; Win64; x64";
}
void desktop(Engine& engine, const Args& args, std::string& out) {
  constexpr Method::TextFn kTokens[] = {windows_platform_token, linux_platform_token,
                                        mac_platform_token};
  row_of(engine, kTokens)(engine, args, out);
}
void anywhere(Engine& engine, const Args& args, std::string& out) {
  constexpr Method::TextFn kTokens[] = {desktop, desktop, desktop, android_platform_token,
                                        ios_platform_token};
  row_of(engine, kTokens)(engine, args, out);
}
void append_chrome_version(Engine& engine, std::string& out) {
  out += "Chrome/";
  append_version(engine, 100, 142, out);
  out += ".0.";
  append_version(engine, 4000, 7400, out);
  out += '.';
  append_version(engine, 20, 220, out);
}

void chrome(Engine& engine, const Args& args, std::string& out) {
  out += "Mozilla/5.0 (";
  desktop(engine, args, out);
  out += ") AppleWebKit/537.36 (KHTML, like Gecko) ";
  append_chrome_version(engine, out);
  out += " Safari/537.36";
}
void firefox(Engine& engine, const Args& args, std::string& out) {
  const int version = roll(engine, 100, 145);
  out += "Mozilla/5.0 (";
  desktop(engine, args, out);
  out += "; rv:";
  append_number(version, out);
  out += ".0) Gecko/20100101 Firefox/";
  append_number(version, out);
  out += ".0";
}
void safari(Engine& engine, const Args& args, std::string& out) {
  out += "Mozilla/5.0 (";
  const bool phone = engine.next() < 0.4;
  (phone ? ios_platform_token : mac_platform_token)(engine, args, out);
  out += ") AppleWebKit/605.1.15 (KHTML, like Gecko) Version/";
  append_version(engine, 13, 18, out);
  out.append(".")
      .append(1, digit(engine))
      .append(phone ? " Mobile/15E148 Safari/604.1" : " Safari/605.1.15");
}
void edge(Engine& engine, const Args& args, std::string& out) {
  chrome(engine, args, out);
  out += " Edg/";
  append_version(engine, 100, 142, out);
  out += ".0.0.0";
}
void opera(Engine& engine, const Args& args, std::string& out) {
  chrome(engine, args, out);
  out += " OPR/";
  append_version(engine, 86, 124, out);
  out += ".0.0.0";
}
void internet_explorer(Engine& engine, const Args& args, std::string& out) {
  out += "Mozilla/5.0 (";
  windows_platform_token(engine, args, out);
  out += "; WOW64; Trident/7.0; rv:11.0) like Gecko";
}
void user_agent(Engine& engine, const Args& args, std::string& out) {
  constexpr Method::TextFn kBrowsers[] = {chrome, chrome, chrome, firefox, safari, edge, opera};
  row_of(engine, kBrowsers)(engine, args, out);
}
void platform_token(Engine& engine, const Args& args, std::string& out) {
  anywhere(engine, args, out);
}

constexpr Method kMethods[] = {
    text_row("user_agent", "android_platform_token", android_platform_token,
             "Android and its version"),
    text_row("user_agent", "chrome", chrome, "A user agent of Chrome"),
    text_row("user_agent", "edge", edge, "A user agent of Edge"),
    text_row("user_agent", "firefox", firefox, "A user agent of Firefox"),
    text_row("user_agent", "internet_explorer", internet_explorer,
             "A user agent of Internet Explorer 11"),
    text_row("user_agent", "ios_platform_token", ios_platform_token,
             "iPhone or iPad and the system's version"),
    text_row("user_agent", "linux_platform_token", linux_platform_token,
             "X11, Linux and a processor"),
    text_row("user_agent", "linux_processor", linux_processor, "x86_64 and its like"),
    text_row("user_agent", "mac_platform_token", mac_platform_token,
             "Macintosh and the system's version"),
    text_row("user_agent", "mac_processor", mac_processor, "Intel: what browsers say on every Mac"),
    text_row("user_agent", "opera", opera, "A user agent of Opera"),
    text_row("user_agent", "platform_token", platform_token, "The platform's part of a user agent"),
    text_row("user_agent", "safari", safari, "A user agent of Safari"),
    text_row("user_agent", "user_agent", user_agent, "A user agent of any browser"),
    text_row("user_agent", "windows_platform_token", windows_platform_token,
             "Windows and its version"),
};

}  // namespace

Rows user_agent_methods() {
  return kMethods;
}

}  // namespace mimus::fake::compat
