# Running tests and adding up what they said.

passed=0 failed=0 skipped=0

count() {  # PASSED FAILED SKIPPED
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

# The number in ATTRIBUTE="…" of the lines that match, summed.
sum_attribute() {  # FILE LINE ATTRIBUTE
  sed -n "/$2/s/.* $3=\"\([0-9]*\)\".*/\1/p" "$1" | awk '{ sum += $1 } END { print sum + 0 }'
}

# A test of ctest counts as the GoogleTest cases it holds (X writes results/X_test.xml), or as one.
tally() {  # RESULTS
  local results=$1 name status report all bad idle
  while read -r name status; do
    report=$results/${name}_test.xml
    all=1 bad=0 idle=0
    if [[ -f $report ]]; then
      all=$(sum_attribute "$report" '<testsuites ' tests)
      bad=$(sum_attribute "$report" '<testsuites ' failures)
      idle=$(sum_attribute "$report" '<testsuite ' skipped)
    fi
    # It may also have failed as a whole: a crash, or a sanitizer's verdict at the end.
    if [[ $status != run ]] && ((bad == 0)); then bad=1; fi
    count $((all > bad + idle ? all - bad - idle : 0)) "$bad" "$idle"
  done < <(sed -n 's/.*<testcase name="\([^"]*\)".* status="\([^"]*\)".*/\1 \2/p' "$results/ctest.xml")
}

# Runs tests of a preset that is built. Further arguments go to ctest.
run_tests() {  # PRESET RESULTS [CTEST ARGS]
  local preset=$1 results=$PWD/build/$1/$2
  shift 2
  rm -rf "$results"
  mkdir -p "$results"
  # What UBSan reports is a failure, too; by itself it would go on.
  UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 GTEST_OUTPUT=xml:$results/ GTEST_BRIEF=1 GTEST_COLOR=no ctest --test-dir "build/$preset" --parallel 2 \
    --output-on-failure --no-tests=error --timeout 600 --output-junit "$results/ctest.xml" "$@" || true
  if [[ -s $results/ctest.xml ]]; then tally "$results"; else count 0 1 0; fi
}

# Builds, or counts a failure.
built() {  # PRESET TARGET...
  build "$@" && return
  note "the build of $1 failed"
  count 0 1 0
  return 1
}

verdict() {
  echo "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0))
}

free_mib() { df --output=avail -m "$1" 2>/dev/null | awk 'END { print $1 + 0 }'; }

# Tests write a few hundred MB where temporary files go. A disk that is nearly full is no fault of theirs: then they write to memory.
provide_room() {
  local wanted=2048 disk=${TMPDIR:-/tmp} memory=/dev/shm
  (($(free_mib "$disk") >= wanted)) && return
  if [[ -w $memory ]] && (($(free_mib "$memory") >= wanted)); then
    note "$disk has only $(free_mib "$disk") MiB left: tests write to $memory"
    export TMPDIR=$memory
  else
    note "$disk has only $(free_mib "$disk") MiB left; tests may fail for want of room"
  fi
}

# Where tests find what is not Debian's. What cannot be had is empty: tests that need it skip and say so.
provide_tools() {
  MIMUS_NODE=$(provide_node || true)
  MIMUS_BROWSER_TESTS=$(provide_browser_tests || true)
  MIMUS_JAVASCRIPT_CLIENTS=$(provide_javascript_clients || true)
  MIMUS_OPENAPI_VALIDATOR=$(provide_openapi_validator || true)
  MIMUS_PYTHON_CLIENT=$(provide_python_client || true)
  MIMUS_GO_CLIENT=$(provide_go_client || true)
  MIMUS_JAVA_CLIENT=$(provide_java_client || true)
  export MIMUS_NODE MIMUS_BROWSER_TESTS MIMUS_OPENAPI_VALIDATOR
  export MIMUS_JAVASCRIPT_CLIENTS MIMUS_PYTHON_CLIENT MIMUS_GO_CLIENT MIMUS_JAVA_CLIENT
}

test_some() {  # FILTER: regular expression for the names of tests, '' for all
  provide_room
  provide_tools
  built dev all && run_tests dev results ${1:+-R "$1"}
  verdict
}

test_all() {
  provide_room
  provide_tools
  note "everything, with AddressSanitizer and UndefinedBehaviorSanitizer (g++)"
  built dev all && run_tests dev results
  note "what runs on several threads, with ThreadSanitizer (clang)"
  built tsan concurrency_tests mimus || { verdict; return; }
  run_tests tsan results -R '^(base|journal|history|stub|outbound|server|serve|reload|admin|wiremock_admin|mockoon|diff|replay|concurrency)$'
  note "the whole product so, too: a race shows, and g++ 12 miscompiles some coroutines, which clang does not"
  MIMUS_PROGRAM=$PWD/build/tsan/mimus run_tests dev results-tsan-product -L product
  verdict
}
