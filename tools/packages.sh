# Debian packages, by what needs them. `need build test` installs what is missing of these groups and is
# silent, and quick, when nothing is.

declare -A packages=(
  [build]='
    ca-certificates cmake ninja-build g++ mold ccache pkg-config
    libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
    libpcre2-dev libre2-dev libsimdjson-dev zlib1g-dev libbrotli-dev libzstd-dev
    libyaml-dev libidn2-dev libxml2-dev liblzma-dev libicu-dev libssl-dev libcli11-dev libsqlite3-dev
    nodejs npm'
  [test]='
    libgtest-dev clang-14 libclang-rt-14-dev llvm-14 curl openssl chromium libnss3-tools fonts-dejavu-core'
  [bench]='
    nginx-light openssl python3 libbenchmark-dev rapidjson-dev'
  [check]='
    clang-format-14 clang-tidy-14 git'
)

# A program that may also have come from somewhere else than its Debian package.
declare -A provided_by=([nginx-light]=nginx [python3]=python3 [nodejs]=node [npm]=npm [chromium]=chromium [libnss3-tools]=certutil)

missing_packages() {  # GROUP...
  local group package wanted=()
  for group in "$@"; do
    for package in ${packages[$group]}; do
      local program=${provided_by[$package]:-}
      [[ $program ]] && command -v "$program" >/dev/null && continue
      wanted+=("$package")
    done
  done
  ((${#wanted[@]})) || return 0
  # dpkg-query is unhappy about a package it has never heard of; that one is simply missing.
  { dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true; } |
    awk -v wanted="${wanted[*]}" '
      $1 == "installed" { have[$2] = 1 }
      END { n = split(wanted, all, " "); for (i = 1; i <= n; i++) if (!(all[i] in have)) print all[i] }'
}

as_root() {
  if ((EUID == 0)); then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "cannot install packages: you are not root and there is no sudo; as root: apt-get install $missing"
  fi
}

need() {  # GROUP...
  command -v dpkg-query >/dev/null || fail "this needs Debian 12 (or a relative): there is no dpkg-query"
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [[ $missing ]] || return 0
  note "installing $missing"
  as_root apt-get update -q >&2
  # Offline for systemd and runlevel 1: a package that brings a service (nginx) must not start it.
  # shellcheck disable=SC2086  # a list of words
  as_root env DEBIAN_FRONTEND=noninteractive SYSTEMD_OFFLINE=1 RUNLEVEL=1 \
    apt-get install -y -q --no-install-recommends $missing >&2
}
