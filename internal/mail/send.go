package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"lr/internal/job"
)

// Sender carries a message away. Its error has a job.Class, and is final when
// trying again would not help.
type Sender func(ctx context.Context, m *gomail.Msg) error

// Server is a mail server that takes our messages.
type Server struct {
	Host           string
	Port           int            // 465 begins with TLS, all others change to it
	User, Password string         // "" where the server asks for none
	Roots          *x509.CertPool // who vouches for the server; nil for those the system trusts
}

// patience is how long the server may take to answer. Connecting and sending
// take at most this long each, which together is less than a job's lease.
const patience = 10 * time.Second

// SMTP sends through a mail server, one connection a message. The connection is
// encrypted and the server's certificate checked; only a server on this machine
// for which no roots are given is spoken to in plain.
func SMTP(s Server) (Sender, error) {
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(patience), gomail.WithoutNoop(), gomail.WithoutSMTPUTF8()}
	switch {
	case s.Roots == nil && loopback(s.Host):
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case s.Port == 465:
		options = append(options, gomail.WithSSL())
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	options = append(options, gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}))
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	if _, err := gomail.NewClient(s.Host, options...); err != nil {
		return nil, fmt.Errorf("the mail server %s: %w", s.Host, err)
	}
	return func(ctx context.Context, m *gomail.Msg) error {
		client, err := gomail.NewClient(s.Host, options...)
		if err != nil {
			return fmt.Errorf("the mail server %s: %w", s.Host, err)
		}
		err = client.DialAndSendWithContext(ctx, m)
		if m.IsDelivered() {
			return nil // what went wrong after that is not the message's
		}
		return classed(err)
	}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// classed names the failure by the server's answer to the message. What goes
// wrong before, such as a wrong password, may be put right: it is tried again.
func classed(err error) error {
	answer := (*gomail.SendError)(nil)
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &answer) || answer.ErrorCode() == 0:
		return job.Fail(job.Unreachable, err)
	case answer.ErrorCode() >= 500:
		return job.Refuse(job.Class(fmt.Sprintf("refused-%d", answer.ErrorCode())), err)
	}
	return job.Fail(job.Class(fmt.Sprintf("deferred-%d", answer.ErrorCode())), err)
}

// Folder writes each message to a file of the folder, NAME.eml, for a
// demonstration. A message sent again takes the place of the first.
func Folder(dir string) Sender {
	return func(_ context.Context, m *gomail.Msg) error {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("make the folder of messages: %w", err)
		}
		f, err := os.CreateTemp(dir, ".new-*")
		if err != nil {
			return fmt.Errorf("write a message: %w", err)
		}
		defer os.Remove(f.Name()) // fails after the file has its name
		_, err = m.WriteTo(f)
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			return fmt.Errorf("write a message: %w", err)
		}
		name, _, _ := strings.Cut(strings.Trim(m.GetMessageID(), "<>"), "@")
		return os.Rename(f.Name(), filepath.Join(dir, name+".eml"))
	}
}
