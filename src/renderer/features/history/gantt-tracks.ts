/** Columns of the timeline: name, time, sum. The axis, the background and the rows share them. */
export const ganttTracks = '11rem minmax(0,1fr) 4rem'
