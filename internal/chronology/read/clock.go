package read

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const (
	aTime = `(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?(?:am|pm|hrs?|hours?|h|z))?(?:[+-]\d\d:?\d\d)?` +
		`|(?:0?\d|1[0-2])(?:[.][0-5]\d)? ?(?:am|pm)` +
		`|(?:[01]\d|2[0-3])[.]?[0-5]\d ?(?:hrs?|hours?|h)`
	dayPart = `early hours|early morning|late evening|late afternoon|early evening|mid-?morning|mid-?afternoon|morning|afternoon|evening|overnight|` +
		`night-?time|night|midnight|noon|midday|lunch ?time|tea ?time|a\.m\.?|p\.m\.?|am|pm`
)

var (
	clockTime  = regexp.MustCompile(`(?:at |@ ?)?\b(` + aTime + `)(?:(?: ?- ?| to | until |/)(` + aTime + `))?(?:$|[^\w])`)
	looseRange = regexp.MustCompile(`^(\d{1,2})(?:[.:]?(\d\d))? ?(?:-|to) ?(\d{1,2})(?:[.:](\d\d))? ?(am|pm)$`)
	partOfDay  = regexp.MustCompile(`(?:in the |at |- ?)?\b(` + dayPart + `)(?:$|[^\w])`)
	oneTime    = regexp.MustCompile(`^(\d{1,2})(?:[:.]?(\d\d))?(?::(\d\d)(?:\.\d+)?)? ?(am|pm|hrs?|hours?|h|z)?(?:[+-]\d\d:?\d\d)?$`)
	dotted     = strings.NewReplacer("a.m.", "am", "p.m.", "pm", "a.m", "am", "p.m", "pm")
)

// takeTime takes the time of the day out of a date and gives both.
func takeTime(s string) (rest, time string) {
	s = dotted.Replace(s)
	for at := 0; at < len(s); {
		m := clockTime.FindStringSubmatchIndex(s[at:])
		if m == nil {
			break
		}
		begin, end := at+m[2], at+m[3]
		if m[4] >= 0 {
			end = at + m[5]
		}
		if begin > 0 && strings.ContainsRune("0123456789./:", rune(s[begin-1])) || begin > 0 && s[begin-1] == '-' && begin > 1 && s[begin-2] != ' ' {
			at = begin + 1
			continue
		}
		time = tidyTime(s[begin:end])
		head := strings.TrimRight(s[:at+m[0]], " ,")
		return strings.TrimSpace(strings.TrimRight(head, " ,-@") + " " + strings.Trim(s[end:], " ,-")), time
	}
	if m := partOfDay.FindStringSubmatchIndex(s); m != nil && (m[0] == 0 || s[m[0]-1] == ' ' || s[m[0]-1] >= '0' && s[m[0]-1] <= '9') {
		time = s[m[2]:m[3]]
		return strings.TrimSpace(strings.TrimRight(s[:m[0]], " ,-") + " " + strings.Trim(s[m[3]:], " ,")), time
	}
	return s, ""
}

// tidyTime writes a time as 14:30, or a time and a time as 14:30 to 15:00;
// midnight, which programs add to days, is no time.
func tidyTime(s string) string {
	parts := regexp.MustCompile(` ?- ?| to | until |/`).Split(s, 2)
	for i, p := range parts {
		parts[i] = clock(p)
	}
	if len(parts) == 1 && parts[0] == "00:00" {
		return ""
	}
	return strings.Join(parts, " to ")
}

// clock writes one time as 14:30, or as it is where it is no time.
func clock(s string) string {
	m := oneTime.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return s
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if m[4] == "pm" && hour < 12 {
		hour += 12
	}
	if m[4] == "am" && hour == 12 {
		hour = 0
	}
	if hour == 24 && minute == 0 {
		hour = 0
	}
	if hour > 23 || minute > 59 {
		return s
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}

// ReadTime reads the cell of a column of times: as 14:30 where it can, and
// else as it is written.
func ReadTime(written string) string {
	s := plain(written)
	if s == "" {
		return ""
	}
	if m := looseRange.FindStringSubmatch(s); m != nil {
		begin := clock(m[1] + ":" + two(m[2]) + m[5])
		end := clock(m[3] + ":" + two(m[4]) + m[5])
		if begin > end {
			begin = clock(m[1] + ":" + two(m[2]))
		}
		return begin + " to " + end
	}
	if rest, t := takeTime(s); rest == "" && t != "" {
		return t
	}
	bare := strings.Trim(s, " .")
	if t := clock(bare); t != bare && len(bare) >= 3 {
		return t
	}
	return strings.Join(strings.Fields(written), " ")
}

func two(minute string) string {
	if minute == "" {
		return "00"
	}
	return minute
}
