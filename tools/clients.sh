# Real clients and validators, for tests/wiremock_clients_test.cc and import_test.cc: what each needs, in build/tools. Prints
# the folder (or the program) and fails quietly, as provide_node does, when its toolchain is absent or its registry cannot be reached.

readonly clients_source=tests/clients/wiremock

# npm packages, and the scripts beside them.
provide_npm() {  # SOURCE FOLDER-BELOW-BUILD/TOOLS WHAT
  local source=$1 folder=$PWD/build/tools/$2
  command -v npm >/dev/null || return 1
  mkdir -p "$folder"
  if ! cmp -s "$source/package-lock.json" "$folder/package-lock.json" || [[ ! -d $folder/node_modules ]]; then
    note "fetching $3 with npm"
    cp "$source/package.json" "$source/package-lock.json" "$folder"
    npm ci --prefix "$folder" --silent --no-audit --no-fund --ignore-scripts >&2 || return 1
  fi
  cp "$source"/*.mjs "$folder"
  echo "$folder"
}

provide_javascript_clients() { provide_npm $clients_source/javascript clients/javascript "WireMock's JavaScript clients"; }

# What tests in a browser need, for tests/browser_test.cc; they leave screenshots in the folder.
provide_browser_tests() { provide_npm tests/browser browser playwright-core; }

# OpenAPI's own schema, for the drafts that are exported.
provide_openapi_validator() { provide_npm tests/clients/openapi clients/openapi "a validator for OpenAPI documents"; }

# A Python that has the package.
provide_python_client() {
  local folder=$PWD/build/tools/clients/python
  command -v python3 >/dev/null || return 1
  if ! cmp -s $clients_source/python/requirements.txt "$folder/requirements.txt"; then
    note "fetching WireMock's Python client with pip"
    python3 -m venv "$folder" >&2 || return 1
    "$folder/bin/pip" install --quiet --disable-pip-version-check -r $clients_source/python/requirements.txt >&2 || return 1
    cp $clients_source/python/requirements.txt "$folder"
  fi
  echo "$folder/bin/python"
}

# The program, built.
provide_go_client() {
  local program=$PWD/build/tools/clients/go/client
  command -v go >/dev/null || return 1
  (cd $clients_source/go && go build -o "$program" .) >&2 || return 1
  echo "$program"
}

# A copy of the Maven project with everything fetched, what runs tests too, and the tests compiled.
provide_java_client() {
  local folder=$PWD/build/tools/clients/java
  command -v mvn >/dev/null || return 1
  mkdir -p "$folder"
  cp -r $clients_source/java/. "$folder"
  note "fetching WireMock's Java client with Maven"
  mvn --quiet --batch-mode --file "$folder/pom.xml" test -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false >&2 || return 1
  echo "$folder"
}
