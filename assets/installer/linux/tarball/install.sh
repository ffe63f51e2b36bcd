#!/bin/sh
# Installs Safelight for the person who runs this, without root: install.sh [DIR], DIR being ~/.local unless given.
# Run again, it upgrades. Every file that it makes is listed in DIR/lib/@name@/installed-files, for uninstall.sh.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${1:-$HOME/.local}
case $prefix in /*) ;; *) prefix=$(pwd)/$prefix ;; esac
case $prefix in *[!A-Za-z0-9/._+@-]*)
    echo "install.sh: $prefix: desktop files cannot name such a folder; choose one of letters, digits and . _ + @ -" >&2
    exit 1 ;;
esac
home=$prefix/lib/@name@

if [ -e "$home" ] && [ ! -e "$home/installed-files" ]; then
    echo "install.sh: $home is there already and was not made by this script; nothing was changed" >&2
    exit 1
fi
if [ -e "$prefix/bin/safelight" ] && [ "$(readlink "$prefix/bin/safelight")" != "$home/safelight" ]; then
    echo "install.sh: $prefix/bin/safelight is there already and is another program; nothing was changed" >&2
    exit 1
fi

# The new one stands beside the old one until it is whole.
mkdir -p "$prefix/lib" "$prefix/bin"
fresh=$(mktemp -d "$prefix/lib/.@name@-new.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp -R "$here/lib/." "$fresh/"
chmod 755 "$fresh"
"$fresh/safelight" --version >/dev/null || { echo "install.sh: the program does not run on this system" >&2; exit 1; }
(cd "$here/share" && find . -type f | sed 's|^\./||' | sort) >"$fresh/shared-files"
{ sed "s|^|$prefix/share/|" "$fresh/shared-files"; echo "$prefix/bin/safelight"; } >"$fresh/installed-files"
cp "$here/uninstall.sh" "$fresh/uninstall.sh"
[ ! -e "$home/installed-files" ] || sh "$fresh/uninstall.sh" --for-upgrade "$prefix"
mv "$fresh" "$home"
trap - EXIT

while IFS= read -r file; do
    mkdir -p "$prefix/share/$(dirname "$file")"
    case $file in
        *.desktop | *.nemo_action | *.thumbnailer | *.py)
            sed -e "s|@window@|$home/Safelight-window|g" -e "s|@safelight@|$prefix/bin/safelight|g" \
                "$here/share/$file" >"$prefix/share/$file" ;;
        *) cp "$here/share/$file" "$prefix/share/$file" ;;
    esac
    case $file in kio/servicemenus/*) chmod 755 "$prefix/share/$file" ;; esac # in a home folder, KDE trusts no others
done <"$home/shared-files"
mkdir -p "$prefix/bin"
ln -sf "$home/safelight" "$prefix/bin/safelight"
sh "$home/uninstall.sh" --refresh "$prefix"

echo "Safelight @version@ is installed in $home."
case ":$PATH:" in *":$prefix/bin:"*) ;; *) echo "For the command safelight, put $prefix/bin into your PATH." ;; esac
