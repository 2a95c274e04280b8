#!/usr/bin/env bash
# Manage the books of the library over its API, with curl and jq.
set -euo pipefail

url=${LIBRARY_URL:-http://127.0.0.1:8069}/api/v2/books
usage="usage: ${0##*/} list [TEXT] | add FIELD=VALUE... | set ID FIELD=VALUE... | del ID
FIELD is name, author, pages or isbn. LIBRARY_KEY holds an API key of Odoo."

# call CURL-ARGUMENT...: print the response; on an error, print the API's message.
call() {
    local answer status
    # The key comes from a file: every user of the machine can see arguments.
    answer=$(curl --silent --show-error --write-out '\n%{http_code}' \
        --header @<(echo "Authorization: Bearer $LIBRARY_KEY") \
        --header "Content-Type: application/json" "$@") || return
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    if ((status >= 400)); then
        jq --raw-output '(if .detail then [.detail[].msg] else [.message] end)[]' \
            <<<"$answer" | sed "s/^/$status: /" >&2
        return 1
    fi
    echo "$answer"
}

# object FIELD=VALUE...: print a JSON object.
object() {
    jq --null-input '[$ARGS.positional[] | capture("(?<key>[^=]*)=(?<value>.*)"; "s")]
        | from_entries | if .pages then .pages = (.pages | tonumber? // .) else . end' \
        --args "$@"
}

show() {
    jq --raw-output '"\(.id)  \(.name), \(.author), \(.pages) pages"'
}

show_all() {
    local page after=""
    while true; do
        page=$(call --get --data-urlencode "name__ilike=$1" \
            --data-urlencode "after=$after" "$url")
        jq '.data[]' <<<"$page" | show
        after=$(jq --raw-output '.pagination.next // ""' <<<"$page")
        [[ -n $after ]] || break
    done
}

case "${1:-} $#" in
--help\ *) echo "$usage" && exit ;;
list\ [12] | add\ * | set\ [2-9]* | del\ 2) ;;
*) echo "$usage" >&2 && exit 2 ;;
esac
: "${LIBRARY_KEY:?is not set: make an API key in your preferences in Odoo}"
case $1 in
list) show_all "${2:-}" ;;
add) call --data "$(object "${@:2}")" "$url" | show ;;
set) call --request PATCH --data "$(object "${@:3}")" "$url/$2" | show ;;
del) call --request DELETE "$url/$2" ;;
esac
