package anonymity

import (
	"slices"
	"strings"
)

// written is one form as it goes into an automaton.
type written struct {
	words string
	form  form
}

// forms collects the ways in which one name is written.
type forms struct{ all []written }

func (f *forms) add(words string, rule Rule, l level) { f.put(words, form{rule: rule, level: l}) }

func (f *forms) put(words string, form form) {
	if words = spaced(words); words != "" {
		f.all = append(f.all, written{words, form})
	}
}

// personForms gives the forms of a folded name such as "ailsa mary o'example",
// and its parts of which misspellings are looked for.
func personForms(folded string) ([]written, []string) {
	given, surnames := takeApart(folded)
	f := &forms{}
	if len(given) == 0 {
		return nil, nil
	}
	if len(surnames) == 0 {
		for _, s := range surnameForms(strings.TrimSpace(folded)) {
			f.part(s, NamePart) // it may be one
		}
		for _, g := range given {
			f.part(g, NamePart)
			for _, v := range variants[g] {
				f.variant(v)
			}
		}
		return f.all, long(given)
	}
	full := append(append([]string{}, given...), surnames[0])
	f.full(full...)
	for i, s := range surnames {
		f.whole(given, s)
		if i == 0 {
			f.part(s, NamePart)
		} else {
			f.part(s, OtherForm)
		}
	}
	for _, g := range given {
		f.part(g, NamePart)
	}
	for i, g := range given {
		for _, v := range variants[g] {
			f.variant(v)
			for _, s := range surnames {
				f.pair(v, s, OtherForm)
			}
		}
		if i == 0 {
			f.short(g, surnames[0])
		}
	}
	f.initials(full)
	return f.all, long(append(given, surnames...))
}

// whole is the given names with a surname, in any order, cut or glued.
func (f *forms) whole(given []string, surname string) {
	letters, middle := "", ""
	for i, g := range given {
		f.pair(g, surname, FullName)
		f.initialed(initial(g), surname)
		if letters += initial(g) + " "; i > 0 {
			f.initialed(letters, surname)
			middle += " " + initial(g)
			f.add(given[0]+middle+" "+surname, FullName, certain)
		}
		for _, h := range given[:i] {
			f.full(h, g)
		}
	}
	f.full(append([]string{surname}, given...)...)
}

// full is names side by side; if all are everyday words, less in lower case.
func (f *forms) full(names ...string) {
	word := !slices.ContainsFunc(names, func(n string) bool { return !everyday(glue(n)) })
	f.put(strings.Join(names, " "), form{rule: FullName, level: certain, word: word})
}

// pair is a given name and a surname.
func (f *forms) pair(given, surname string, rule Rule) {
	both := form{rule: rule, level: certain}
	if everyday(given) && everyday(glue(surname)) {
		both = form{rule: rule, level: certain, word: true}
	}
	f.put(given+" "+surname, both)
	f.put(surname+" "+given, both)
	f.userName(given+surname, 0)
	f.userName(surname+given, 0)
}

// initialed is a surname with initials before or behind it.
func (f *forms) initialed(letters, surname string) {
	short := form{rule: ShortName, level: certain, word: true}
	if everyday(glue(surname)) {
		short = form{rule: ShortName, level: look, capital: true}
	}
	f.put(letters+" "+surname, short)
	f.put(surname+" "+letters, short)
	f.userName(letters+surname, 1)
	f.userName(surname+letters, 1)
}

// short is a given name with the first letter of the surname.
func (f *forms) short(given, surname string) {
	if len(given) > 1 {
		f.put(given+" "+initial(surname), form{rule: ShortName, level: strength(given), capital: true})
		f.userName(given+initial(surname), 1)
	}
}

// userName is a name glued as in an e-mail address; cut says that it is not whole.
func (f *forms) userName(words string, cut int) {
	words = glue(words)
	switch {
	case len(words) < 5 || everyday(words):
	case cut == 0 && len(words) >= 8:
		f.put(words, form{rule: UserName, level: certain, inside: true})
	case cut == 0 || len(words) >= 7:
		f.add(words, UserName, certain)
	default:
		f.add(words, UserName, look)
	}
}

// initials is the first letters of the whole name, of first and last, and of
// all but the last: AE, A.E., A M E.
func (f *forms) initials(full []string) {
	var letters []string
	for _, name := range full {
		letters = append(letters, initial(name))
	}
	for _, some := range [][]string{letters, {letters[0], letters[len(letters)-1]}} {
		if len(full) < 2 || len(some) > 4 {
			continue
		}
		if !abbreviations[strings.Join(some, "")] {
			f.put(strings.Join(some, ""), form{rule: Initials, level: look, capital: true})
		}
		f.put(strings.Join(some, " "), form{rule: Initials, level: look, capital: true})
	}
}

func initial(name string) string {
	for _, r := range name {
		return string(r)
	}
	return ""
}

// part is one name by itself.
func (f *forms) part(name string, rule Rule) {
	if len(glue(name)) < 2 {
		return
	}
	f.put(name, form{rule: rule, level: strength(glue(name)), word: everyday(glue(name)) || len(glue(name)) == 2})
}

// variant is another form of a given name by itself: others may go by it too.
func (f *forms) variant(name string) {
	f.put(name, form{rule: OtherForm, level: look, word: everyday(name) || len(name) <= 3})
}

// strength is how much a name says that stands alone.
func strength(name string) level {
	if ambiguous(name) {
		return look
	}
	return certain
}

// long is the parts that are long enough to be told from others when misspelled.
func long(parts []string) []string {
	var kept []string
	for _, p := range parts {
		if p = glue(p); len(p) >= 4 {
			kept = append(kept, p)
		}
	}
	return kept
}

// takeApart gives the given names and the surname in each of its forms, the
// written one first. A name of one word is a given name.
func takeApart(folded string) (given, surnames []string) {
	if last, first, ok := strings.Cut(folded, ","); ok && strings.TrimSpace(first) != "" {
		folded = first + " " + last
	}
	words := strings.FieldsFunc(folded, func(r rune) bool { return r == ' ' || r == '.' || r == ',' || r == '"' || r == '(' || r == ')' })
	for len(words) > 1 && titles[words[0]] {
		words = words[1:]
	}
	var parts []string
	for i := 0; i < len(words); i++ {
		part := words[i]
		for i+1 < len(words) && (particles[words[i]] && (len(parts) > 0 || i+2 == len(words))) {
			i++
			part += " " + words[i]
		}
		if part = strings.Trim(part, "'-"); spaced(part) != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	last := parts[len(parts)-1]
	if len(parts) == 1 {
		return splitGiven(parts), nil
	}
	return splitGiven(parts[:len(parts)-1]), surnameForms(last)
}

// splitGiven gives the given names, of a double one also the halves.
func splitGiven(names []string) []string {
	var given []string
	for _, name := range names {
		given = append(given, spaced(name))
		if halves := strings.Split(name, "-"); len(halves) > 1 {
			for _, h := range halves {
				if len(h) > 2 {
					given = append(given, spaced(h))
				}
			}
		}
	}
	return given
}

// surnameForms gives a surname and its other spellings: Mac, Mc and M', O', and
// the halves of a double one.
func surnameForms(surname string) []string {
	found := []string{spaced(surname)}
	for _, half := range strings.Split(surname, "-") {
		name := spaced(half)
		if name != found[0] && len(name) > 2 {
			found = append(found, name)
		}
		glued := glue(half)
		if rest, ok := son(glued); ok {
			for _, start := range []string{"mac", "mc", "mac ", "mc ", "m", "m ", "nic", "nic ", "mhic ", "mac a"} {
				found = append(found, start+rest)
			}
		}
		if rest, ok := strings.CutPrefix(half, "o'"); ok && len(rest) > 2 {
			found = append(found, "o "+rest, "o"+rest, glue(rest))
		}
		if glued != name {
			found = append(found, glued)
		}
	}
	if strings.Contains(surname, "-") {
		found = append(found, glue(surname))
	}
	return found
}

// son cuts the Mac off a surname.
func son(glued string) (string, bool) {
	for _, start := range []string{"mac", "mc", "nic"} {
		if rest, ok := strings.CutPrefix(glued, start); ok && len(rest) >= 3 {
			return rest, true
		}
	}
	return "", false
}

var (
	titles    = set("mr mrs ms miss mx dr prof professor rev reverend sir dame lady lord pc dc ds di sgt cllr councillor sister father sheriff baby nurse")
	particles = set("mac mc nic mhic o of van von de der den del della di da le la du st san al el bin ibn ni ui ter ten")
)
