#!/bin/sh
# Adds the models RTL_MODEL_BASE and RTL_MODEL_LORA to the Ollama server at OLLAMA_HOST. A model with a
# Modelfile (modelfiles/README.md) is created, any other is pulled. An existing model is not changed
# unless its files have changed, so that no model changes unnoticed at a running site.
#
# models.sh MODELFILES STATE; STATE is a folder that records from which files each model was created.
# RTL_MODEL_WAIT: longest wait for the server, in seconds.
set -eu

modelfiles=$1
state=$2
base=${RTL_MODEL_BASE:?is not set: name the model for the steps marked base}
lora=${RTL_MODEL_LORA:?is not set: name the model for the steps marked lora}
# without the digest that it may be pinned to, which rtl checks
base=${base%@sha256:*}
lora=${lora%@sha256:*}

say() { echo "models: $*" >&2; }

# tagged NAME: the name as Ollama lists it
tagged() {
  case ${1##*/} in
    *:*) echo "$1" ;;
    *) echo "$1:latest" ;;
  esac
}

# id NAME: the start of the model's digest; empty if the server does not have it
id() {
  ollama list | awk -v name="$(tagged "$1")" '$1 == name { print $2 }'
}

# print FOLDER: a fingerprint of all files in it
print() {
  (cd "$1" && find . -type f -exec sha256sum {} + | sort | sha256sum | cut -d ' ' -f 1)
}

# make NAME FOLDER KEY
make() {
  now=$(print "$2")
  made=$(cat "$state/$3" 2>/dev/null || true)
  here=$(id "$1")
  if [ -n "$here" ] && [ "$made" = "$now $here" ]; then
    say "$1 is there, and its files are the same"
    return 0
  fi
  say "making $1 from $2/Modelfile"
  ollama create "$1" -f "$2/Modelfile" >&2 || {
    say "$1 cannot be made: correct $2/Modelfile and the files that it names"
    return 1
  }
  echo "$now $(id "$1")" >"$state/$3"
}

# put NAME ADVICE
put() {
  key=$(echo "$1" | tr ':/' '--')
  if [ -f "$modelfiles/$key/Modelfile" ]; then
    make "$1" "$modelfiles/$key" "$key"
    return
  fi
  if [ -n "$(id "$1")" ]; then
    say "$1 is there"
    return 0
  fi
  say "pulling $1"
  ollama pull "$1" >&2 || {
    say "$1 is not there, cannot be pulled, and has no Modelfile in model/modelfiles/$key: $2"
    return 1
  }
}

left=${RTL_MODEL_WAIT:-60}
until ollama list >/dev/null 2>&1; do
  if [ "$left" -le 0 ]; then
    say "no Ollama server answers at ${OLLAMA_HOST:-127.0.0.1:11434}: start it, or set OLLAMA_HOST"
    exit 1
  fi
  left=$((left - 1))
  sleep 1
done

missing=0
put "$base" "check RTL_MODEL_BASE and the connection to the registry, or put its Modelfile there" || missing=1
if [ "$lora" != "$base" ]; then
  put "$lora" "put its Modelfile there, or set RTL_MODEL_LORA=$base: then one model does all steps" ||
    missing=1
fi
exit $missing
