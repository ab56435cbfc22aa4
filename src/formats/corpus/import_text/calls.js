await fetch("https://a.example/x", {"headers": {"accept": "*/*",}, body: JSON.stringify({a: [1, null, 'b' + `c`]}), "method": "PUT"});
fetch('https://a.example/y', {method: "POST", body: new URLSearchParams({a: "b c"})});
