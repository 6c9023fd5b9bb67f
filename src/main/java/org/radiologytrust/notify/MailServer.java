package org.radiologytrust.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.radiologytrust.notify.MailSettings.Security;
import org.radiologytrust.runtime.Faults;

/** The connection to the mail server, for the route that sends and for {@code rtl doctor}. */
final class MailServer {
  private static final String PROTOCOL = "smtp";
  private static final String CONNECT_MILLIS = "10000";
  private static final String ANSWER_MILLIS = "20000";

  private final MailSettings settings;
  private final Optional<SSLContext> trust;

  MailServer(MailSettings settings, Optional<SSLContext> trust) {
    this.settings = settings;
    this.trust = trust;
  }

  JavaMailSender sender() {
    DefaultJavaMailSender sender = new DefaultJavaMailSender();
    sender.setProtocol(PROTOCOL);
    sender.setHost(settings.host());
    sender.setPort(settings.port());
    if (!settings.user().isEmpty()) {
      sender.setUsername(settings.user());
      sender.setPassword(settings.password());
    }
    sender.setJavaMailProperties(properties());
    return sender;
  }

  private Properties properties() {
    Properties all = new Properties();
    put(all, "connectiontimeout", CONNECT_MILLIS);
    put(all, "timeout", ANSWER_MILLIS);
    put(all, "writetimeout", ANSWER_MILLIS);
    put(all, "auth", "" + !settings.user().isEmpty());
    put(all, "ssl.enable", "" + (settings.security() == Security.TLS));
    put(all, "starttls.enable", "" + (settings.security() == Security.STARTTLS));
    put(all, "starttls.required", "" + (settings.security() == Security.STARTTLS));
    put(all, "ssl.checkserveridentity", "true");
    trust.ifPresent(context -> put(all, "ssl.socketFactory", context.getSocketFactory()));
    return all;
  }

  private static void put(Properties all, String name, Object value) {
    all.put("mail." + PROTOCOL + "." + name, value);
  }

  /** Connects and logs in, and sends nothing. Says what is wrong; empty when nothing is. */
  Optional<String> problem() {
    try (Transport transport = sender().getSession().getTransport(PROTOCOL)) {
      transport.connect(
          settings.host(),
          settings.port(),
          settings.user().isEmpty() ? null : settings.user(),
          settings.user().isEmpty() ? null : settings.password());
      return Optional.empty();
    } catch (AuthenticationFailedException e) {
      return Optional.of(
          "the mail server refuses the log-in; check rtl.notify.mail.user and"
              + " rtl.notify.mail.password");
    } catch (MessagingException e) {
      return Optional.of(
          "the mail server cannot be used; check rtl.notify.mail.host, port and security ("
              + Faults.ofPeer(e)
              + ")");
    }
  }
}
