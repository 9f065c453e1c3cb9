package read

import (
	"regexp"
	"strings"
)

var sepLine = regexp.MustCompile(`(?i)^"?sep=(.)"?\n`)

// separated takes a text of lines and separators apart.
func separated(text string, n *notes) (table, error) {
	text, dropped := tidy(text)
	if dropped {
		n.add("control_characters", "the file")
	}
	t := table{}
	first := 1
	sep := byte(0)
	if m := sepLine.FindStringSubmatch(text); m != nil && m[1][0] < 0x80 {
		sep, text, first = m[1][0], text[len(m[0]):], 2
	} else {
		sep = separator(text)
	}
	err := cut(text, sep, first, func(l line) error { return t.add(l) })
	if err != nil {
		return t, err
	}
	return t, nil
}

// separator is what parts the cells: the sign by which most lines have the same
// number of cells, and many of them.
func separator(text string) byte {
	sample := text[:min(len(text), 1<<16)]
	best, most := byte('\t'), 0
	for _, sep := range []byte("\t;,|") {
		widths, lines := map[int]int{}, 0
		cut(sample, sep, 1, func(l line) error {
			if lines++; lines > 60 {
				return errStop
			}
			widths[len(l.cells)]++
			return nil
		})
		for width, count := range widths {
			if score := count * (min(width, 30) - 1); width > 1 && score > most {
				best, most = sep, score
			}
		}
	}
	return best
}

// cut takes text apart into lines of cells. A cell between quotes may hold
// separators, line ends and doubled quotes. From a quote on that is never
// closed, quotes are letters like others, so that it swallows nothing. Lines
// without a word are left out, but counted.
func cut(text string, sep byte, first int, take func(line) error) error {
	l := line{number: first}
	quotes := true
	for text != "" {
		var words string
		if text[0] == '"' && quotes {
			var rest string
			if words, rest, quotes = quoted(text, sep); !quotes {
				continue
			}
			text = rest
		} else {
			i := strings.IndexAny(text, string([]byte{sep, '\n'}))
			if i < 0 {
				i = len(text)
			}
			words, text = text[:i], text[i:]
		}
		if l.cells = append(l.cells, cell{text: clean(words)}); len(l.cells) > mostColumns {
			return errWide
		}
		if text == "" || text[0] == '\n' {
			if err := take(l); err != nil {
				return err
			}
			l = line{number: l.number + 1}
		}
		if text != "" {
			text = text[1:]
		}
	}
	if len(l.cells) > 0 {
		return take(l)
	}
	return nil
}

// quoted reads a cell that begins with a quote. Its end is a single quote
// before a separator, a line's end or the end of the text.
func quoted(text string, sep byte) (words, rest string, closed bool) {
	doubled := false
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 == len(text) || text[i+1] == '\n' || text[i+1] == sep {
			words = text[1:i]
			if doubled {
				words = strings.ReplaceAll(words, `""`, `"`)
			}
			return words, text[i+1:], true
		}
		if text[i+1] == '"' {
			i, doubled = i+1, true
		}
	}
	return "", "", false
}
