#!/bin/sh
# Takes Safelight away again: uninstall.sh [DIR], DIR being ~/.local unless given. Pictures and settings stay.
set -eu
mode=
case ${1:-} in --for-upgrade | --refresh) mode=$1; shift ;; esac
prefix=${1:-$HOME/.local}
case $prefix in /*) ;; *) prefix=$(pwd)/$prefix ;; esac
home=$prefix/lib/@name@

# Tell the desktop that types, entries and icons have changed, as far as it keeps lists of them.
refresh() {
    for list in "update-mime-database mime" "update-desktop-database applications" "gtk-update-icon-cache icons/hicolor"; do
        folder=$prefix/share/${list#* }
        [ -d "$folder" ] || continue
        command -v "${list% *}" >/dev/null 2>&1 || continue
        case $list in gtk*) [ -e "$folder/icon-theme.cache" ] || continue ;; esac
        "${list% *}" "$folder" >/dev/null 2>&1 || true
    done
}

# What these tools leave of their lists once nothing is in them.
clear_lists() {
    mime=$prefix/share/mime
    if [ -d "$mime" ] && [ -z "$(find "$mime/packages" -type f 2>/dev/null)" ]; then
        for name in XMLnamespaces aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic types version; do
            rm -f "$mime/$name"
        done
    fi
    cache=$prefix/share/applications/mimeinfo.cache
    if [ -e "$cache" ] && [ -z "$(find "$prefix/share/applications" -name '*.desktop' 2>/dev/null)" ]; then rm -f "$cache"; fi
}

[ "$mode" != --refresh ] || { refresh; exit 0; }
if [ ! -e "$home/installed-files" ]; then
    echo "uninstall.sh: Safelight is not installed in $prefix" >&2
    exit 1
fi
while IFS= read -r file; do
    rm -f "$file"
    folder=$(dirname "$file")
    while [ "$folder" != "$prefix" ] && rmdir "$folder" 2>/dev/null; do folder=$(dirname "$folder"); done
done <"$home/installed-files"
rm -rf "$home"
[ "$mode" != --for-upgrade ] || exit 0
[ ! -d "$prefix/share/mime" ] || mkdir -p "$prefix/share/mime/packages" # without it, nothing would be taken out of the lists
refresh
clear_lists
for folder in share/mime/packages share/mime/image share/mime share/applications share lib bin; do
    rmdir "$prefix/$folder" 2>/dev/null || true
done
rmdir "$prefix" 2>/dev/null || true
echo "Safelight is removed from $prefix."
