package org.radiologytrust.notify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.notify.*}.
 *
 * @param list who is told, one entry after the other
 * @param page URL under which people reach the review page
 * @param unread how long an entry has before the next one is told
 * @param poll how often it is looked who is to be told
 * @param namesClass whether the class of the flag is named
 * @param secret with which webhooks are signed; empty if the list has none
 * @param mail the mail server; empty if the list has no address
 * @param trust the trusted CAs; empty means those of the JVM
 */
public record NotifySettings(
    List<Recipients> list,
    URI page,
    Duration unread,
    Duration poll,
    boolean namesClass,
    String secret,
    Optional<MailSettings> mail,
    Optional<SSLContext> trust) {
  private static final String LIST = "rtl.notify.to";
  private static final String SECRET = "rtl.notify.webhook.secret";
  private static final int SHORTEST_SECRET = 16;

  public NotifySettings {
    list = List.copyOf(list);
  }

  /**
   * @param trust the trusted CAs; empty means those of the JVM
   * @return empty if nobody is told
   * @throws Settings.Wrong when a setting cannot be used
   */
  public static Optional<NotifySettings> of(Settings settings, Optional<SSLContext> trust) {
    List<Recipients> list =
        settings.list(LIST).stream().map(entry -> Recipients.of(LIST, entry)).toList();
    Duration unread = settings.interval("rtl.notify.unread");
    Duration poll = settings.interval("rtl.notify.poll");
    boolean namesClass = settings.flag("rtl.notify.class");
    String page = settings.url("rtl.notify.page");
    Optional<MailSettings> mail =
        MailSettings.of(settings, list.stream().anyMatch(to -> !to.addresses().isEmpty()));
    String secret = secret(settings, list.stream().anyMatch(to -> to.hook().isPresent()));
    if (list.isEmpty()) {
      return Optional.empty();
    }
    if (page.isEmpty()) {
      throw new Settings.Wrong(
          "rtl.notify.page is empty: set the URL under which people reach the review page");
    }
    return Optional.of(
        new NotifySettings(list, URI.create(page), unread, poll, namesClass, secret, mail, trust));
  }

  private static String secret(Settings settings, boolean used) {
    String secret = settings.text(SECRET);
    if (secret.length() < SHORTEST_SECRET && (used || !secret.isEmpty())) {
      throw new Settings.Wrong(
          SECRET + ": set at least " + SHORTEST_SECRET + " characters that nobody can guess");
    }
    return secret;
  }

  /** The names of the sinks that the list uses. */
  public List<String> sinks() {
    return list.stream().flatMap(to -> to.sinks().stream()).distinct().sorted().toList();
  }

  /** Withholds the secret. */
  @Override
  public String toString() {
    return "NotifySettings[" + list.size() + " entries]";
  }
}
