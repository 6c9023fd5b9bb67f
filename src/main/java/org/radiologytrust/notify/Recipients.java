package org.radiologytrust.notify;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.settings.Settings;

/**
 * Those who are told at the same time: an entry of the site's list.
 *
 * @param hook URL of the webhook; empty if there is none
 * @param addresses e-mail addresses
 */
record Recipients(Optional<URI> hook, List<String> addresses) {
  /** No quotes, comments or line breaks: an address cannot become a header or another address. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");

  Recipients {
    addresses = List.copyOf(addresses);
  }

  /**
   * Reads an entry of a setting.
   *
   * @throws Settings.Wrong if it is not valid
   */
  static Recipients of(String key, String entry) {
    List<URI> hooks = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (String part : entry.split("\\s+")) {
      if (isAddress(part)) {
        addresses.add(part);
      } else if (Settings.urlProblem(part).isEmpty()) {
        hooks.add(URI.create(part));
      } else {
        throw wrong(key);
      }
    }
    if (hooks.size() > 1) {
      throw wrong(key);
    }
    return new Recipients(hooks.stream().findFirst(), addresses);
  }

  private static Settings.Wrong wrong(String key) {
    return new Settings.Wrong(
        key
            + ": between two commas there are e-mail addresses and at most one URL without a login,"
            + " separated by spaces: https://hook.example/rtl on-call@hospital.example");
  }

  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /** The sinks that reach them. */
  List<String> sinks() {
    List<String> sinks = new ArrayList<>();
    hook.ifPresent(url -> sinks.add(Notifications.WEBHOOK));
    if (!addresses.isEmpty()) {
      sinks.add(Notifications.MAIL);
    }
    return sinks;
  }
}
