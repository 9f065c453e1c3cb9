package review

import (
	"slices"
	"strings"
	"testing"
)

func TestALetterIsFilledInAndSaysWhichBlanksHaveNothing(t *testing.T) {
	l := Letter{Title: "About [code]", Body: "[code] was decided by [committee]. [Deadline] and [committee]."}
	title, body, missing := l.Fill(map[string]string{"code": "Wren [old]", "committee": ""})
	if title != "About Wren [old]" || body != "Wren [old] was decided by [committee]. [Deadline] and [committee]." {
		t.Errorf("filled: %q, %q", title, body)
	}
	if !slices.Equal(missing, []string{"committee", "Deadline"}) {
		t.Errorf("missing: %q", missing)
	}
}

func TestTheProgramsOwnLettersHoldOnlyTheirBlanks(t *testing.T) {
	for _, k := range LetterKinds {
		values := map[string]string{}
		for _, b := range k.Blanks {
			values[b] = "filled"
		}
		title, body, missing := k.Usual.Fill(values)
		if len(missing) > 0 || strings.Contains(title+body, "[") {
			t.Errorf("%s: nothing can fill %q", k.ID, missing)
		}
		own := Letter{Title: "Ours", Body: "Own words."}
		if k.Letter(Settings{Letters: Letters{k.ID: own}}) != own || k.Letter(Usual()) != k.Usual {
			t.Errorf("%s: the committee's own words do not take the place of the program's", k.ID)
		}
	}
}

func FuzzALetter(f *testing.F) {
	f.Add("Dear [agency], [", "]][", "x")
	f.Fuzz(func(t *testing.T, title, body, value string) {
		_, _, missing := Letter{title, body}.Fill(map[string]string{"agency": value})
		for _, m := range missing {
			if !strings.Contains(title+"\n"+body, "["+m+"]") {
				t.Errorf("%q is said to be missing, and is not in the letter", m)
			}
		}
	})
}
