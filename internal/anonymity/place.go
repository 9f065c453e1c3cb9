package anonymity

import (
	"slices"
	"strings"
)

// placeForms gives the forms of a folded place or organisation, such as
// "12 sample road, sampleton" or "sampleton primary school": each part between
// commas, with the short and long words of an address, without the house
// number, and the words that are left when the ordinary ones are taken away.
func placeForms(folded string) []written {
	f := &forms{}
	f.put(folded, form{rule: FullName, level: strength(spaced(folded)), word: everyday(spaced(folded))})
	for _, part := range strings.Split(folded, ",") {
		words := strings.Fields(spaced(part))
		f.place(words, FullName)
		if len(words) > 1 && digit(words[0][0]) {
			words = words[1:]
			f.place(words, NamePart)
		}
		if len(words) > 1 && words[0] == "the" {
			words = words[1:]
			f.place(words, FullName)
		}
		f.stems(words)
	}
	return f.all
}

// place adds the words as they are, with its words in their other lengths, and glued.
func (f *forms) place(words []string, rule Rule) {
	name := strings.Join(words, " ")
	if len(name) < 3 {
		return
	}
	f.put(name, form{rule: rule, level: strength(name), word: everyday(name)})
	for _, other := range lengths(name) {
		f.add(other, OtherForm, certain)
	}
	if len(words) < 2 {
		return
	}
	f.userName(name, 0)
	letters := ""
	for _, w := range words {
		letters += initial(w)
	}
	if len(words) >= 3 && len(words) <= 6 && !abbreviations[letters] {
		f.put(letters, form{rule: Initials, level: look, capital: true})
	}
}

// lengths gives the other ways to write a name with up to two of its words long or short.
func lengths(name string) []string {
	all := []string{name}
	for range 2 {
		for _, n := range slices.Clone(all) {
			for _, same := range addressWords {
				for _, from := range same {
					for _, to := range same {
						other := strings.TrimSpace(strings.Replace(" "+n+" ", " "+from+" ", " "+to+" ", 1))
						if !slices.Contains(all, other) {
							all = append(all, other)
						}
					}
				}
			}
		}
	}
	return all[1:]
}

// stems adds what a name is without the ordinary words at its end, such as
// "sampleton primary" and "sampleton" of "sampleton primary school".
func (f *forms) stems(words []string) {
	for len(words) > 1 && ordinary[words[len(words)-1]] {
		words = words[:len(words)-1]
		name := strings.Join(words, " ")
		if len(name) < 3 || ordinary[name] || dictionary[name] && !ambiguous(name) {
			return
		}
		f.put(name, form{rule: NamePart, level: look, word: everyday(name)})
		for _, other := range lengths(name) {
			f.add(other, NamePart, look)
		}
	}
}

// addressWords holds words of addresses that are written short or long.
var addressWords = [][]string{
	{"saint", "st"}, {"street", "st"}, {"road", "rd"}, {"avenue", "ave", "av"}, {"crescent", "cres", "cr"}, {"drive", "dr"}, {"lane", "ln"},
	{"terrace", "terr", "ter"}, {"place", "pl"}, {"court", "ct", "crt"}, {"gardens", "gdns", "gdn"}, {"square", "sq"}, {"grove", "gr"},
	{"primary school", "ps", "primary"}, {"academy", "acad"}, {"hospital", "hosp"}, {"mount", "mt"}, {"north", "n"}, {"south", "s"}, {"east", "e"}, {"west", "w"},
	{"centre", "center", "ctr"}, {"house", "hse"},
}

// ordinary holds words that say what a place is, not which.
var ordinary = set(`school primary secondary high junior infant nursery academy college campus hospital clinic surgery practice medical health
	centre center house home lodge unit ward hostel hotel care residential nursing children childrens church parish hall club trust ltd limited
	plc council department service services team station office hub group association society project street road avenue crescent drive lane
	terrace place court gardens square grove way view park rise close brae row wynd loan quay farm cottage cottages flats estate gp the of and st rd ave
	family resource early years day support women s aid charity foundation community`)
