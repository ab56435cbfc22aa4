# cmake -DFOLDER=… -DOUT=… -P embed.cmake: the page as one HTML file, style and script inside.
file(READ ${FOLDER}/index.html page)
file(READ ${FOLDER}/page.css style)
file(READ ${FOLDER}/page.js script)
string(REPLACE "%STYLE%" "\n${style}" page "${page}")
string(REPLACE "%SCRIPT%" "\n${script}" page "${page}")
file(WRITE ${OUT} "${page}")
