# Run detached by the fleet; its input ends when the fleet ends, however that happens. Then nothing may be left behind.
trap '' HUP INT TERM
read -r dir || exit 0
while read -r _; do :; done

# Every process of the fleet was started with its directory in the environment.
members() {
  if [ -r /proc/self/environ ]; then
    grep -lzFx -e "LASTMILE_DEMO=$dir" /proc/[0-9]*/environ | sed 's,^/proc/,,; s,/.*,,'
  else
    ps -axo pid=,command= | while read -r pid command; do
      case $command in *"$dir/"*) echo "$pid" ;; esac
    done
  fi 2>/dev/null
}

# A process may start another while we look: again until there is none.
rounds=0
while pids=$(members) && [ -n "$pids" ] && [ "$rounds" -lt 20 ]; do
  kill -KILL $pids 2>/dev/null
  sleep 0.05 2>/dev/null || sleep 1
  rounds=$((rounds + 1))
done
rm -rf -- "$dir" || rm -rf -- "$dir"
