package main

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// As a program of its own, the test is the command.
func TestMain(m *testing.M) {
	if os.Getenv("LR_TEST_AS_COMMAND") == "yes" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The command says what it does, and ends with another code where it could not.
func TestTheCommandEndsWithACode(t *testing.T) {
	tests := []struct {
		args     string
		code     int
		out, err string
	}{
		{"version", 0, "lr", ""}, {"help", 0, "demo", ""}, {"nonsense", 2, "", "lr: "}, {"chronology read no-such-file.csv", 1, "no-such-file.csv", ""},
	}
	for _, x := range tests {
		c := exec.Command(os.Args[0], strings.Fields(x.args)...)
		c.Env = append(os.Environ(), "LR_TEST_AS_COMMAND=yes")
		var out, trouble strings.Builder
		c.Stdout, c.Stderr = &out, &trouble
		err, code := c.Run(), 0
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			code = exit.ExitCode()
		} else if err != nil {
			t.Fatal(err)
		}
		if code != x.code || !strings.Contains(out.String(), x.out) || !strings.Contains(trouble.String(), x.err) {
			t.Errorf("lr %s ends with %d, says %q and %q", x.args, code, out.String(), trouble.String())
		}
	}
}
