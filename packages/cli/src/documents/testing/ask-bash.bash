# Prints what bash offers at the end of a line: bash --norc ask-bash.bash SCRIPT LINE
source "$1"
read -ra COMP_WORDS <<<"$2"
[[ $2 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
definition=$(complete -p "${COMP_WORDS[0]}")
[[ $definition =~ -F\ ([^ ]+) ]] && "${BASH_REMATCH[1]}"
((${#COMPREPLY[@]})) && printf '%s\n' "${COMPREPLY[@]}"
exit 0
