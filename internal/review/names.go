package review

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SharedNames are what the committees all call their groups and people; where
// they differ, it is what is usual.
func SharedNames(cs []Committee) Names {
	names := usual.Names
	for i, c := range cs {
		switch n := c.Settings.Names; {
		case i == 0:
			names = n
		case names.WorkingGroup != n.WorkingGroup || names.ChiefOfficers != n.ChiefOfficers || names.LeadOfficer != n.LeadOfficer:
			return usual.Names
		}
	}
	return names
}

// In puts the committee's names into a sentence of the program. [SEED recommend]
func (n Names) In(sentence string) string {
	var pairs []string
	for _, x := range [][2]string{{usual.Names.WorkingGroup, n.WorkingGroup}, {usual.Names.ChiefOfficers, n.ChiefOfficers}, {usual.Names.LeadOfficer, n.LeadOfficer}} {
		pairs = append(pairs, x[0], x[1], upper(x[0]), upper(x[1]))
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}

func upper(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}
