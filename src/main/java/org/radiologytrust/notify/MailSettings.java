package org.radiologytrust.notify;

import java.util.Optional;
import org.radiologytrust.settings.Settings;

/**
 * The mail server, {@code rtl.notify.mail.*}.
 *
 * @param user empty for no log-in
 * @param from the sender's address
 */
record MailSettings(
    String host, int port, Security security, String user, String password, String from) {
  /** How the connection is encrypted. */
  enum Security {
    /** By STARTTLS, without which nothing is sent. */
    STARTTLS,
    /** From its first byte on. */
    TLS,
    NONE
  }

  /**
   * @param used whether somebody is told by e-mail
   * @return empty if nobody is
   */
  static Optional<MailSettings> of(Settings settings, boolean used) {
    int port = settings.number("rtl.notify.mail.port", 1, 65535);
    Security security =
        switch (settings.oneOf("rtl.notify.mail.security", "starttls", "tls", "none")) {
          case "starttls" -> Security.STARTTLS;
          case "tls" -> Security.TLS;
          default -> Security.NONE;
        };
    String host = settings.text("rtl.notify.mail.host");
    if (!host.matches("[A-Za-z0-9.:_-]*")) {
      throw new Settings.Wrong("rtl.notify.mail.host: give the name of the mail server alone");
    }
    String user = settings.text("rtl.notify.mail.user");
    if (security == Security.NONE && !user.isEmpty()) {
      throw new Settings.Wrong(
          "rtl.notify.mail.security: none would send the password unencrypted; use starttls or"
              + " tls");
    }
    String from = settings.text("rtl.notify.mail.from");
    if (used ? !Recipients.isAddress(from) : !from.isEmpty() && !Recipients.isAddress(from)) {
      throw new Settings.Wrong("rtl.notify.mail.from: give the e-mail address of the sender");
    }
    if (!used) {
      return Optional.empty();
    }
    return Optional.of(
        new MailSettings(
            settings.required("rtl.notify.mail.host"),
            port,
            security,
            user,
            user.isEmpty() ? "" : settings.required("rtl.notify.mail.password"),
            from));
  }

  /** Withholds the password. */
  @Override
  public String toString() {
    return "MailSettings[" + host + ":" + port + "]";
  }
}
