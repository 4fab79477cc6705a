#!/usr/bin/env bash
# Makes the messages in bouncy-castle/ anew, with BouncyCastle from Debian (libbcpkix-java) and a JDK.
# PSS and ECDSA draw random numbers, so these come out different each time.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v javac >/dev/null || [ ! -e /usr/share/java/bcpkix.jar ]; then
    apt-get update -qq
    apt-get install -y -qq default-jdk-headless libbcpkix-java >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
jars=$(printf '%s:' /usr/share/java/{bcprov,bcutil,bcpkix}.jar)

BOUNCY_CASTLE_PARTIES="$work" cargo test -q -p jpki-cms --test it -- \
    --ignored --exact bouncy_castle_makes::the_parties_are_written_for_the_maker
javac -encoding UTF-8 -cp "$jars" -d "$work" BouncyCastle.java
mkdir -p bouncy-castle
java -cp "$jars$work" BouncyCastle "$work" bouncy-castle
