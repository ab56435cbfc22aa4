Invoke-WebRequest -UseBasicParsing -Uri "https://a.example/x" `
-Method "POST" -Headers @{
"accept"="*/*"
} -ContentType "text/plain" -Body ([System.Text.Encoding]::UTF8.GetBytes("a`"b$([char]233)"))
