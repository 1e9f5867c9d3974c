# Prints what zsh offers at the end of a line: zsh -f ask-zsh.zsh SCRIPT LINE FOLDER. zsh completes at a terminal only, so
# it gets one, and its compadd is asked what it takes.
zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell "PROMPT=; autoload -Uz compinit; compinit -D -u; source $1; export OFFERED=$3/offered READY=$3/ready ASKED=$3/asked"
zpty -w shell 'compadd() { [[ " $* " == *" -"[OAD]" "* ]] || { local -a offered; builtin compadd -O offered "$@"; print -rl -- $offered >>$OFFERED }; builtin compadd "$@" }'
zpty -w shell 'answered() { print >$ASKED }; zle -N answered; bindkey "^X" answered; print >$READY'
for i in {1..200}; do [[ -e $3/ready ]] && break; sleep 0.05; done
zpty -w -n shell "$2"$'\t\x18'
for i in {1..200}; do [[ -e $3/asked ]] && break; sleep 0.05; done
zpty -d shell
[[ -e $3/asked ]] && { [[ -e $3/offered ]] && cat $3/offered || true }
