package site

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"

	"lr/internal/account"
	"lr/internal/clock"
	"lr/internal/mail"
)

const usage = `lr carries a Learning Review from notification to published learning.

  lr demo           try it: invented people, a review at every stage
  lr serve          the real service
  lr audit verify   check that the log is as it was written
  lr chronology read FILE...
                    what a chronology says: rows read, rows refused and why
  lr version        which version this is

lr COMMAND -help tells more about each.
`

// ErrUsage is given for words on the command line that are not understood.
var ErrUsage = errors.New("lr help lists what can be asked for")

// Main runs the command that the words name.
func Main(ctx context.Context, words []string, out, log io.Writer) error {
	if len(words) == 0 {
		words = []string{"help"}
	}
	command, rest := words[0], words[1:]
	if (command == "audit" || command == "chronology") && len(rest) > 0 {
		command, rest = command+" "+rest[0], rest[1:]
	}
	var err error
	switch command {
	case "help", "-h", "-help", "--help":
		fmt.Fprint(out, usage)
	case "demo":
		err = runDemo(ctx, rest, out, log)
	case "serve":
		err = runServe(ctx, rest, out, log)
	case "audit verify":
		err = runVerify(ctx, rest, out, log)
	case "chronology read":
		err = runRead(rest, out, log)
	case "version":
		fmt.Fprintln(out, version())
	default:
		return fmt.Errorf("%q is not a command: %w", command, ErrUsage)
	}
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	return err
}

// Code is what the command ends with: 2 where its words were not understood, 1
// where it could not be done.
func Code(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, ErrUsage):
		return 2
	}
	return 1
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return "lr " + info.Main.Version + " " + info.GoVersion
	}
	return "lr"
}

func flags(name, about string, log io.Writer) *flag.FlagSet {
	fs := flag.NewFlagSet("lr "+name, flag.ContinueOnError)
	fs.SetOutput(log)
	fs.Usage = func() {
		fmt.Fprintf(log, "lr %s: %s\n\n", name, about)
		fs.PrintDefaults()
	}
	return fs
}

// where adds the settings that say where an installation is kept.
func where(fs *flag.FlagSet, c *Config) {
	fs.StringVar(&c.Data, "data", "data", "folder of the data")
	fs.StringVar(&c.Keys, "keys", "keys", "folder of the keys, outside the data folder, with a copy kept elsewhere")
	fs.StringVar(&c.Database, "database", "", "postgres://… where several computers serve together (default: a file in the data folder)")
}

func runServe(ctx context.Context, words []string, out, log io.Writer) error {
	c := Config{Kind: Real, Now: clock.Real, Log: slog.New(slog.NewJSONHandler(log, nil))}
	fs := flags("serve", "the real service", log)
	where(fs, &c)
	listen := fs.String("listen", "localhost:8080", "address to answer on, behind a proxy that encrypts")
	fs.StringVar(&c.Base, "url", "", "address that people use, such as https://reviews.example.org")
	fs.StringVar(&c.Committee, "name", "", "name of the partnership, shown on every page")
	letters := mailFlags(fs, &c)
	if err := fs.Parse(words); err != nil {
		return err
	}
	if err := fitURL(c.Base); err != nil {
		return err
	}
	var err error
	if c.Mail, err = letters.sender(); err != nil {
		return err
	}
	in, err := Open(ctx, c)
	if err != nil {
		return err
	}
	defer in.Close()
	code, err := account.FirstCode(ctx, in.Gate)
	if err != nil {
		return err
	}
	return in.Serve(ctx, *listen, func() {
		fmt.Fprintf(out, "Learning Reviews answers at %s\n", c.Base)
		if code != "" {
			fmt.Fprintf(out, "Nobody has an account yet. Open %s/first and give this code: %s\n", c.Base, code)
		}
	})
}

// fitURL refuses an address over which sign-ins would travel in the open.
func fitURL(base string) error {
	if len(base) > 8 && base[:8] == "https://" {
		return nil
	}
	return errors.New("give the address that people use with -url, beginning with https://")
}

func runVerify(ctx context.Context, words []string, out, log io.Writer) error {
	c := Config{Kind: Real, Now: clock.Real, Log: slog.New(slog.NewTextHandler(log, nil))}
	fs := flags("audit verify", "check that the log is as it was written, against its signatures and the checkpoints kept beside the keys", log)
	where(fs, &c)
	format := fs.String("format", "text", "text or json")
	if err := fs.Parse(words); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(c.Data, "lr.db")); err != nil && c.Database == "" {
		return fmt.Errorf("there is no database in %s", c.Data)
	}
	rep, err := verify(ctx, c)
	if *format == "json" {
		json.NewEncoder(out).Encode(struct {
			OK bool `json:"ok"`
			VerifyReport
			Why string `json:"why,omitempty"`
		}{err == nil, rep, why(err)})
		return err
	}
	if err == nil {
		fmt.Fprintf(out, "The log is as it was written: %d entries, %d checkpoints compared, root %s\n", rep.Entries, rep.Checkpoints, rep.Root)
	}
	return err
}

func why(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// mailbox is how messages leave: through a mail server, or into a folder.
type mailbox struct{ server, user, folder string }

func mailFlags(fs *flag.FlagSet, c *Config) *mailbox {
	var m mailbox
	fs.StringVar(&m.server, "smtp", "", "mail server, host:port; its password is read from LR_SMTP_PASSWORD")
	fs.StringVar(&m.user, "smtp-user", "", "name to sign in to the mail server with, if it asks for one")
	fs.StringVar(&m.folder, "mail", "", "folder to write messages to instead of sending them")
	fs.StringVar(&c.From, "from", "", "address that messages come from and that takes no answers")
	fs.StringVar(&c.ReplyTo, "reply-to", "", "address of the lead officers' office")
	return &m
}

func (m mailbox) sender() (mail.Sender, error) {
	switch {
	case m.server != "" && m.folder != "":
		return nil, errors.New("give either -smtp or -mail")
	case m.folder != "":
		return mail.Folder(m.folder), nil
	case m.server == "":
		return nil, errors.New("people must be told when something waits for them: give -smtp, or -mail for a folder")
	}
	host, port, err := net.SplitHostPort(m.server)
	if err != nil {
		return nil, fmt.Errorf("the mail server: %w", err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("the mail server's port: %w", err)
	}
	return mail.SMTP(mail.Server{Host: host, Port: n, User: m.user, Password: os.Getenv("LR_SMTP_PASSWORD")})
}
