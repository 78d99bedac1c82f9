/** Sourced at the start of a step's command: writes down that it ran, then prints, waits or fails as files tell it. */
export const stepScript = (dir: string): string => `lm_site=${dir}/hosts/$LASTMILE_HOST_NAME
lm_mark() { echo "$LASTMILE_ROLLOUT $LASTMILE_STEP $LASTMILE_ATTEMPT $1" >>"$lm_site/effects"; }
lm_mark begin
echo "$LASTMILE_STEP of $LASTMILE_VERSION on $LASTMILE_HOST_NAME"
if [ -e "$lm_site/output.$LASTMILE_STEP" ]; then cat "$lm_site/output.$LASTMILE_STEP"; fi
if [ -e "$lm_site/slow.$LASTMILE_STEP" ]; then sleep "$(cat "$lm_site/slow.$LASTMILE_STEP")"; fi
if [ -e "$lm_site/fail.$LASTMILE_STEP" ] && [ "$(cat "$lm_site/fail.$LASTMILE_STEP")" = "$LASTMILE_VERSION" ]; then
  echo "$LASTMILE_STEP is broken on purpose" >&2
  exit 1
fi
lm_mark done
`

/** Sourced by commands that may be asked many times within one attempt. */
export const lookScript = (dir: string): string => `lm_site=${dir}/hosts/$LASTMILE_HOST_NAME
echo "$LASTMILE_ROLLOUT $LASTMILE_STEP $LASTMILE_ATTEMPT look" >>"$lm_site/effects"
if [ -e "$lm_site/fail.$LASTMILE_STEP" ] && [ "$(cat "$lm_site/fail.$LASTMILE_STEP")" = "$LASTMILE_VERSION" ]; then
  echo "$LASTMILE_STEP is broken on purpose" >&2
  exit 1
fi
`
