package seal

import (
	"fmt"
	"io"
	"log/slog"
)

// Text is something people wrote about a case. It prints, logs and encodes as
// "[redacted]"; only Reveal gives the words. They are behind a pointer, because
// printing a struct goes past the methods of its unexported fields; so two Texts
// cannot be compared by ==.
type Text struct {
	_     [0]func()
	words *string
}

const redacted = "[redacted]"

// T makes a Text of words.
func T(words string) Text { return Text{words: &words} }

// Reveal gives the words, to show them to a person who may read them.
func (t Text) Reveal() string {
	if t.words == nil {
		return ""
	}
	return *t.words
}

// Empty says that nothing was written.
func (t Text) Empty() bool { return t.Reveal() == "" }

func (t Text) String() string               { return redacted }
func (t Text) Format(w fmt.State, _ rune)   { io.WriteString(w, redacted) }
func (t Text) MarshalText() ([]byte, error) { return []byte(redacted), nil }
func (t Text) LogValue() slog.Value         { return slog.StringValue(redacted) }
