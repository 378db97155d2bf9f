# shellcheck shell=bash
# Finds, or installs when it may, what building and running needs. Sourced by netmap-top/bin/netmap-top
# and compat-tests/bin/test, which run under "set -euo pipefail". Sourcing it does nothing else.
#
# The caller sets NM_PROGRAM (the name before messages) and NM_ROOT (the checkout).
# Answers come back in variables: NM_JAVA_HOME, NM_JAVA_MAJOR, NM_MVN, NM_PACKAGES.
# All messages go to stderr. NETMAP4J_NO_INSTALL=1 in the environment forbids installing.

NM_JAVA_MIN=25
NM_JAVA_HOME=
NM_JAVA_MAJOR=0
NM_MVN=
NM_PACKAGES=()
NM_JAVA_PASSED_OVER=
NM_HOME=${HOME:-/nonexistent}

# Where JDKs and Mavens are usually unpacked; patterns without a match stay as they are and fail the
# tests below.
NM_JDK_PLACES=(
  /usr/lib/jvm/* /usr/java/* /usr/local/*jdk* /usr/local/*java* /opt/* /opt/*/jdk*
  "$NM_HOME"/.sdkman/candidates/java/* "$NM_HOME"/.jdks/*
)
NM_MAVEN_PLACES=(
  /opt/*maven* /opt/*/*maven* /usr/share/maven /usr/local/*maven* "$NM_HOME"/.sdkman/candidates/maven/*
)

nm_say() {
  printf '%s: %s\n' "${NM_PROGRAM:-netmap4j}" "$*" >&2
}

# ---- Java ----------------------------------------------------------------------------------------

# nm_java_major HOME: the major version into NM_JAVA_MAJOR; false if HOME has no java that answers.
# The "release" file says it without starting a JVM; "1.8.0_452" is 8, "25-ea" is 25.
nm_java_major() {
  local home=$1 line version=
  NM_JAVA_MAJOR=0
  [ -x "$home/bin/java" ] && [ ! -d "$home/bin/java" ] || return 1
  if [ -r "$home/release" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in
        JAVA_VERSION=*) version=${line#JAVA_VERSION=} && break ;;
      esac
    done <"$home/release"
  fi
  if [ -z "$version" ]; then
    version=$("$home/bin/java" -version 2>&1 </dev/null) || return 1
    [[ $version =~ version\ (\"[^\"]*\") ]] || return 1
    version=${BASH_REMATCH[1]}
  fi
  [[ $version =~ ^[\"\']?(1\.)?([0-9]+) ]] || return 1
  NM_JAVA_MAJOR=${BASH_REMATCH[2]}
}

# nm_java_fits jdk|jre HOME: whether HOME is new enough, and has a compiler if that is asked for.
nm_java_fits() {
  nm_java_major "$2" || return 1
  [ "$NM_JAVA_MAJOR" -ge "$NM_JAVA_MIN" ] || return 1
  [ "$1" = jre ] || [ -x "$2/bin/javac" ]
}

# nm_java_home_on_path COMMAND: prints the Java home behind COMMAND, which may be a link or a shim.
nm_java_home_on_path() {
  local command file
  command=$(type -P "$1") || return 1
  file=$(readlink -f -- "$command") || return 1
  if [ -x "${file%/bin/*}/bin/java" ] && [ -r "${file%/bin/*}/release" ]; then
    printf '%s\n' "${file%/bin/*}"
    return
  fi
  command=$(type -P java) || return 1
  "$command" -XshowSettings:properties -version 2>&1 </dev/null \
    | sed -n 's/^ *java\.home = //p' | head -n 1
}

# nm_find_java jdk|jre: NM_JAVA_HOME. JAVA_HOME is preferred, then PATH, then the usual folders; of
# those the lowest version that is new enough, for that is the one the build is tested with.
nm_find_java() {
  local kind=$1 home best='' best_major=0
  NM_JAVA_PASSED_OVER=
  if [ -n "${JAVA_HOME:-}" ]; then
    if nm_java_fits "$kind" "$JAVA_HOME"; then
      NM_JAVA_HOME=$JAVA_HOME
      return
    fi
    NM_JAVA_PASSED_OVER=$JAVA_HOME
  fi
  for home in javac java; do
    if home=$(nm_java_home_on_path "$home") && [ -n "$home" ] && nm_java_fits "$kind" "$home"; then
      NM_JAVA_HOME=$home
      return
    fi
  done
  for home in "${NM_JDK_PLACES[@]}"; do
    if nm_java_fits "$kind" "$home" \
      && { [ -z "$best" ] || [ "$NM_JAVA_MAJOR" -lt "$best_major" ]; }; then
      best=$home best_major=$NM_JAVA_MAJOR
    fi
  done
  [ -n "$best" ] || return 1
  NM_JAVA_HOME=$best NM_JAVA_MAJOR=$best_major
}

# ---- Maven ---------------------------------------------------------------------------------------

# nm_maven_fits FILE: whether FILE is Maven 3.8 or later. Asks it, so NM_JAVA_HOME must be known.
nm_maven_fits() {
  local answer
  [ -x "$1" ] && [ ! -d "$1" ] || return 1
  answer=$(cd / && JAVA_HOME=$NM_JAVA_HOME "$1" -version 2>/dev/null </dev/null) || return 1
  [[ $answer =~ Apache\ Maven\ ([0-9]+)\.([0-9]+) ]] || return 1
  [ "${BASH_REMATCH[1]}" -gt 3 ] || { [ "${BASH_REMATCH[1]}" -eq 3 ] && [ "${BASH_REMATCH[2]}" -ge 8 ]; }
}

# nm_find_maven: NM_MVN.
nm_find_maven() {
  local candidate home
  candidate=$(type -P mvn) || candidate=
  for home in "${MAVEN_HOME:-}" "${M2_HOME:-}" '' "${NM_MAVEN_PLACES[@]}"; do
    [ -z "$home" ] || candidate=$home/bin/mvn
    if [ -n "$candidate" ] && nm_maven_fits "$candidate"; then
      NM_MVN=$candidate
      return
    fi
    candidate=$(type -P mvn) || candidate=
  done
  return 1
}

# nm_maven ARGUMENT...: runs Maven in the checkout with the JDK found. A user without a home of their
# own, such as a service account, gets a local repository inside the checkout.
nm_maven() {
  local arguments=()
  if [ ! -w "$NM_HOME/.m2" ] && [ ! -w "$NM_HOME" ]; then
    arguments+=("-Dmaven.repo.local=$NM_ROOT/.build/repository")
  fi
  cd -- "$NM_ROOT" || return 1
  JAVA_HOME=$NM_JAVA_HOME exec "$NM_MVN" -B -ntp ${arguments[@]+"${arguments[@]}"} "$@"
}

# ---- Packages ------------------------------------------------------------------------------------

# nm_as_root COMMAND...: without a password, or not at all.
nm_as_root() {
  if [ "$EUID" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

nm_has_apt() {
  type -P apt-get >/dev/null
}

nm_may_install() {
  [ -z "${NETMAP4J_NO_INSTALL:-}" ] && nm_has_apt || return 1
  [ "$EUID" -eq 0 ] || { type -P sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# nm_apt_has PACKAGE: whether the package lists on this machine can install it.
nm_apt_has() {
  local answer
  answer=$(LC_ALL=C apt-cache policy "$1" 2>/dev/null) || return 1
  [[ $answer =~ Candidate:\ ([^[:space:]]+) ]] && [ "${BASH_REMATCH[1]}" != '(none)' ]
}

# nm_refresh_packages: fetches the package lists, once.
nm_refresh_packages() {
  [ -z "${NM_REFRESHED:-}" ] || return 0
  NM_REFRESHED=yes
  nm_as_root apt-get -q -o DPkg::Lock::Timeout=120 update >>"$NM_INSTALL_LOG" 2>&1 \
    || nm_say "warning: the package lists could not be refreshed (log: $NM_INSTALL_LOG)"
}

# nm_install PACKAGE...: false if it may not, or if it failed.
nm_install() {
  nm_may_install || return 1
  nm_refresh_packages
  nm_say "installing $*"
  if ! nm_as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 \
    install --no-install-recommends "$@" >>"$NM_INSTALL_LOG" 2>&1 </dev/null; then
    nm_say "installing failed; the last lines of $NM_INSTALL_LOG:"
    tail -n 15 -- "$NM_INSTALL_LOG" >&2
    return 1
  fi
}

# nm_install_command PACKAGE...: prints what the user would type.
nm_install_command() {
  local sudo=''
  [ "$EUID" -eq 0 ] || sudo='sudo '
  printf '%sapt-get update && %sapt-get install -y --no-install-recommends %s\n' "$sudo" "$sudo" "$*"
}

# nm_jdk_package: prints the oldest packaged JDK that is new enough; false if there is none. Where the
# package lists were never fetched nobody can know, and the name that is to be hoped for is printed.
nm_jdk_package() {
  local major
  nm_has_apt || return 1
  if ! nm_apt_has maven; then
    printf 'openjdk-%s-jdk-headless\n' "$NM_JAVA_MIN"
    return
  fi
  for major in $(seq "$NM_JAVA_MIN" "$((NM_JAVA_MIN + 8))"); do
    if nm_apt_has "openjdk-$major-jdk-headless"; then
      printf 'openjdk-%s-jdk-headless\n' "$major"
      return
    fi
  done
  return 1
}

nm_system_name() {
  local name=''
  # shellcheck disable=SC1091
  [ ! -r /etc/os-release ] || name=$(. /etc/os-release && printf '%s' "${PRETTY_NAME:-}") || name=
  printf '%s\n' "${name:-this system}"
}

# nm_no_jdk: says what to do where the system's packages have no JDK that is new enough.
nm_no_jdk() {
  nm_say "no JDK $NM_JAVA_MIN or later found${NM_JAVA_PASSED_OVER:+ (JAVA_HOME is $NM_JAVA_PASSED_OVER)}"
  if nm_has_apt; then
    nm_say "$(nm_system_name) has no package openjdk-$NM_JAVA_MIN-jdk-headless"
  fi
  nm_say "do this: unpack a JDK $NM_JAVA_MIN (for instance from https://adoptium.net) under /usr/lib/jvm," \
    "or set JAVA_HOME to one"
}

# nm_need jdk|jre [maven]: NM_JAVA_HOME and NM_MVN, installed when they are missing and that is
# possible; otherwise says exactly what to do, and is false.
nm_need() {
  local kind=$1 maven=${2:-} package found=yes
  NM_PACKAGES=()
  if ! nm_find_java "$kind"; then
    found=no
    if nm_may_install; then nm_refresh_packages; fi
    if package=$(nm_jdk_package); then
      NM_PACKAGES+=("$package")
    else
      nm_no_jdk
      if [ -n "$maven" ] && ! type -P mvn >/dev/null && nm_has_apt; then
        nm_say "missing as well: maven; do this: $(nm_install_command maven)"
      fi
      return 1
    fi
  fi
  # Maven can be asked for its version only once there is a JVM to run it.
  if [ -n "$maven" ]; then
    if [ "$found" = yes ]; then
      nm_find_maven || NM_PACKAGES+=(maven)
    elif ! type -P mvn >/dev/null; then
      NM_PACKAGES+=(maven)
    fi
  fi
  [ ${#NM_PACKAGES[@]} -gt 0 ] || return 0
  if ! nm_has_apt; then
    nm_say "no Maven 3.8 or later found; do this: install Apache Maven (https://maven.apache.org) and put mvn on PATH"
    return 1
  fi
  if ! nm_install "${NM_PACKAGES[@]}"; then
    nm_say "missing: ${NM_PACKAGES[*]}; do this: $(nm_install_command "${NM_PACKAGES[@]}")"
    return 1
  fi
  hash -r
  # A new JDK makes a new folder, which the patterns above had not met.
  NM_JDK_PLACES+=(/usr/lib/jvm/*)
  NM_MAVEN_PLACES+=(/usr/share/maven)
  if ! nm_find_java "$kind"; then
    nm_no_jdk
    return 1
  fi
  if [ -n "$maven" ] && ! nm_find_maven; then
    nm_say "no Maven 3.8 or later found; do this: put a newer mvn on PATH"
    return 1
  fi
}

# ---- One build at a time -------------------------------------------------------------------------

# nm_lock SECONDS WHAT: takes the checkout's build lock, on descriptor 9, waiting at most SECONDS.
# The system releases it when the holder ends, however it ends.
nm_lock() {
  local deadline=$((SECONDS + $1)) said='' holder
  if ! type -P flock >/dev/null; then
    nm_say "warning: no flock (package util-linux): do not start two builds in this checkout at once"
    return
  fi
  exec 9>>"$NM_ROOT/.build/lock" || return 1
  until flock -n 9; do
    if [ -z "$said" ]; then
      said=yes
      read -r holder <"$NM_ROOT/.build/lock" || holder='another build'
      nm_say "waiting for $holder in this checkout to finish (at most $1 seconds)"
    fi
    if [ "$SECONDS" -ge "$deadline" ]; then
      exec 9>&-
      return 1
    fi
    sleep 0.5
  done
  printf '%s (process %s)\n' "$2" "$$" >"$NM_ROOT/.build/lock"
}

nm_unlock() {
  type -P flock >/dev/null || return 0
  : >"$NM_ROOT/.build/lock"
  exec 9>&-
}

# nm_give_back: what root built in somebody else's checkout belongs to that somebody.
nm_give_back() {
  [ "$EUID" -eq 0 ] && [ ! -O "$NM_ROOT" ] || return 0
  local made=() folder
  for folder in "$NM_ROOT"/.build "$NM_ROOT"/*/target "$NM_ROOT"/compat-tests/bench/target; do
    [ ! -d "$folder" ] || made+=("$folder")
  done
  chown -hR --reference="$NM_ROOT" -- ${made[@]+"${made[@]}"}
}
