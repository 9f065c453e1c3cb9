package mail_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	lrmail "lr/internal/mail"
)

// letter is one SMTP transaction as the server saw it.
type letter struct {
	from string
	to   []string
	data []byte
}

// sink is a real mail server that keeps what it gets. It asks for TLS and a password.
type sink struct {
	t      *testing.T
	port   int
	roots  *x509.CertPool
	cert   tls.Certificate
	line   net.Listener
	server *smtp.Server

	mu       sync.Mutex
	answers  map[string]*smtp.SMTPError // by receiver
	careless bool                       // asks for neither TLS nor a password
	drops    bool                       // takes the message and hangs up before it says so
	got      []letter
}

func newSink(t *testing.T) *sink {
	t.Helper()
	s := &sink{t: t, answers: map[string]*smtp.SMTPError{}}
	s.cert, s.roots = certificate(t)
	s.up()
	t.Cleanup(s.down)
	return s
}

// up starts the server, at the same port as before.
func (s *sink) up() {
	s.t.Helper()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: s.port})
	if err != nil {
		s.t.Fatal(err)
	}
	s.line, s.port = l, l.Addr().(*net.TCPAddr).Port
	s.server = smtp.NewServer(s)
	s.server.Domain = "sink.example"
	s.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{s.cert}}
	go s.server.Serve(l)
}

// down also holds for a server that has not begun to listen yet.
func (s *sink) down() {
	s.line.Close()
	s.server.Close()
}

func (s *sink) address() lrmail.Server {
	if s.careless {
		return lrmail.Server{Host: "127.0.0.1", Port: s.port, Roots: s.roots}
	}
	return lrmail.Server{Host: "127.0.0.1", Port: s.port, User: "lr", Password: "an invented password", Roots: s.roots}
}

func (s *sink) letters() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]letter(nil), s.got...)
}

func (s *sink) NewSession(c *smtp.Conn) (smtp.Session, error) { return &session{sink: s, conn: c}, nil }

type session struct {
	sink   *sink
	conn   *smtp.Conn
	known  bool
	letter letter
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "lr" || password != "an invented password" {
			return errors.New("wrong password")
		}
		s.known = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if _, encrypted := s.conn.TLSConnectionState(); !s.sink.careless && (!encrypted || !s.known) {
		return smtp.ErrAuthRequired
	}
	s.letter = letter{from: from}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	if a := s.sink.answers[to]; a != nil {
		return a
	}
	s.letter.to = append(s.letter.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.letter.data = data
	s.sink.mu.Lock()
	s.sink.got = append(s.sink.got, s.letter)
	drops := s.sink.drops
	s.sink.mu.Unlock()
	if drops {
		s.conn.Close()
	}
	return nil
}

func (s *session) Reset()        { s.letter = letter{} }
func (s *session) Logout() error { return nil }

// certificate is one for this machine, made for the test.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sink.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// read parses the message as a mail program does.
func (l letter) read(t fataler) (*mail.Message, string) {
	t.Helper()
	return parsed(t, l.data)
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func parsed(t fataler, data []byte) (*mail.Message, string) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("a message cannot be read: %v\n%s", err, data)
	}
	body, err := io.ReadAll(decoded(m))
	if err != nil {
		t.Fatalf("a message cannot be decoded: %v\n%s", err, data)
	}
	return m, string(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")))
}
