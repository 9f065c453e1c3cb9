package access

// MostKept is how many values stay in memory.
const MostKept = mostKept
