package org.radiologytrust.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.notify.MailSettings.Security;
import org.radiologytrust.tls.Authority;
import org.radiologytrust.tls.TlsRelay;

/** Connections to a real mail server; {@link NotificationTest} reads what arrives. */
@Tag("safety")
@Tag("integration")
class MailServerTest {
  private static final String PASSWORD = "correct horse";
  private final Authority authority = new Authority("mail");
  private GreenMail plain;

  @BeforeEach
  void start() {
    plain = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    plain.start();
  }

  @AfterEach
  void stop() {
    plain.stop();
  }

  private MailSettings settings(Security security) {
    return new MailSettings(
        "127.0.0.1", plain.getSmtp().getPort(), security, "", "", "rtl@hospital.example");
  }

  private static MailSettings tls(TlsRelay relay, String password) {
    return tls("127.0.0.1", relay, password);
  }

  private static MailSettings tls(String host, TlsRelay relay, String password) {
    return new MailSettings(
        host, relay.url().getPort(), Security.TLS, "rtl", password, "rtl@hospital.example");
  }

  private static Optional<String> problem(MailSettings settings) {
    return new MailServer(settings, Optional.empty()).problem();
  }

  private static void send(MailServer server) throws Exception {
    MimeMessage message = new MimeMessage(server.sender().getSession());
    message.setFrom("rtl@hospital.example");
    message.setRecipients(MimeMessage.RecipientType.TO, "ada@hospital.example");
    message.setText("Hello");
    server.sender().send(message);
  }

  @Test
  void withoutEncryptionNothingIsSentUnlessTheSiteSaysSo() throws Exception {
    MailServer starttls = new MailServer(settings(Security.STARTTLS), Optional.empty());
    assertThrows(MessagingException.class, () -> send(starttls));
    assertTrue(starttls.problem().orElseThrow().startsWith("the mail server cannot be used"));
    assertEquals(0, plain.getReceivedMessages().length);
    MailServer none = new MailServer(settings(Security.NONE), Optional.empty());
    assertEquals(Optional.empty(), none.problem());
    assertEquals(0, plain.getReceivedMessages().length, "the doctor sends nothing");
    send(none);
    assertEquals(1, plain.getReceivedMessages().length);
  }

  @Test
  void oneThatIsAwayIsNamed() {
    MailSettings settings = settings(Security.NONE);
    plain.stop();
    assertEquals(
        Optional.of(
            "the mail server cannot be used; check rtl.notify.mail.host, port and security"
                + " (nothing accepts connections there)"),
        problem(settings));
  }

  @Test
  void overTlsItLogsInAndTrustsNoOtherAuthority() throws Exception {
    Authority.Issued issued = authority.issue("127.0.0.1");
    plain.setUser("rtl@hospital.example", "rtl", PASSWORD);
    URI behind = URI.create("smtp://127.0.0.1:" + plain.getSmtp().getPort());
    try (TlsRelay relay = new TlsRelay(issued, behind)) {
      Optional<SSLContext> trust = Optional.of(authority.client(null));
      MailSettings settings = tls(relay, PASSWORD);
      MailServer ours = new MailServer(settings, trust);
      assertEquals(Optional.empty(), ours.problem());
      send(ours);
      assertEquals(1, plain.getReceivedMessages().length);
      assertTrue(problem(settings).orElseThrow().contains("TLS failed"));
      assertEquals(
          Optional.of(
              "the mail server refuses the log-in; check rtl.notify.mail.user and"
                  + " rtl.notify.mail.password"),
          new MailServer(tls(relay, "wrong"), trust).problem());
    }
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    URI behind = URI.create("smtp://127.0.0.1:" + plain.getSmtp().getPort());
    try (TlsRelay relay = new TlsRelay(authority.issue("127.0.0.1"), behind)) {
      MailServer ours =
          new MailServer(tls("localhost", relay, PASSWORD), Optional.of(authority.client(null)));
      assertThrows(MessagingException.class, () -> send(ours));
      assertEquals(0, plain.getReceivedMessages().length);
    }
  }
}
