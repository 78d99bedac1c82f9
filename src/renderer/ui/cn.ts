import { clsx, type ClassValue } from 'clsx'
import { twMerge } from 'tailwind-merge'

/** Class names joined; of utilities that contradict each other the last one wins. */
export const cn = (...classes: ClassValue[]): string => twMerge(clsx(classes))
