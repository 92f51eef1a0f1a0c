#!/bin/sh
# Bring a folder of documents in, ask the questions of a data set, hold its gates. For any CI.
#
# In: the data set (a name in evaluations/ or a file), the folder. Out: a report evaluation.html, figures.json for comparing
# later, and the exit code of `beleg evaluate`: 0 passed, 20 a gate is not passed, others as `beleg --help` lists them.
set -eu
data_set=${1:?name a data set}
folder=${2:-documents}

beleg init
beleg add "$folder"
code=0
beleg evaluate "$data_set" --gate --report evaluation.html || code=$?
beleg evaluate show last --json > figures.json
exit "$code"
