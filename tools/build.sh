# Configuring and building a preset of CMakePresets.json.

note() { printf '%s\n' "-- $*" >&2; }
fail() {
  printf '%s\n' "dev: $*" >&2
  exit 1
}

# Ninja re-runs CMake for changed CMakeLists.txt by itself, but does not look at the presets.
configure() {  # PRESET
  [[ build/$1/build.ninja -nt CMakePresets.json ]] && return
  cmake --preset "$1" >build/"$1".configure.log 2>&1 ||
    { cat build/"$1".configure.log >&2; fail "cmake --preset $1 failed"; }
}

build() {  # PRESET TARGET...
  local preset=$1
  shift
  mkdir -p build
  MIMUS_NODE=${MIMUS_NODE:-$(provide_node || true)}  # src/fake's data are made by it; cmake says so when there is none
  export MIMUS_NODE
  configure "$preset"
  cmake --build "build/$preset" --target "$@"
}
