package chronology

import "testing"

// A tag that names words which are no longer in its entry says so.
func TestATagSaysWhenItsWordsAreGone(t *testing.T) {
	d := themeTagData{Words: "A visit by the worker"}
	for words, gone := range map[string]bool{"": false, "the worker": false, "the nurse": true} {
		if d.Missing(shownTheme{Words: words}) != gone {
			t.Errorf("%q is said to be gone: %v", words, !gone)
		}
	}
}
