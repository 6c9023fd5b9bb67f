package org.radiologytrust.notify;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.UnconfiguredPeer;
import org.radiologytrust.journal.notifications.Notifications;

/** Tells people of urgent flags. */
public final class NotifyFeature implements Feature {
  private static final String PEER = "notify";

  /** Shorter than the lease of a delivery. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final NotifySettings settings;

  private NotifyFeature(NotifySettings settings) {
    this.settings = settings;
  }

  /**
   * The feature.
   *
   * @param settings empty if nobody is told
   */
  public static Feature of(Optional<NotifySettings> settings) {
    return settings
        .<Feature>map(NotifyFeature::new)
        .orElseGet(
            () ->
                new UnconfiguredPeer(
                    PEER,
                    "rtl.notify.to is empty: nobody is told of urgent flags",
                    Map.of(
                        "rtl.notify.enabled", "false",
                        "rtl.notify.webhook.enabled", "false",
                        "rtl.notify.mail.enabled", "false")));
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.notify.enabled", "true",
        "rtl.notify.webhook.enabled", "" + settings.sinks().contains(Notifications.WEBHOOK),
        "rtl.notify.mail.enabled", "" + settings.sinks().contains(Notifications.MAIL),
        "rtl.notify.poll", "" + settings.poll().toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(SelfCheck.doctor(PEER, this::asked));
  }

  /** Each peer once; nothing is sent to it. */
  private List<SelfCheckResult> asked() {
    List<SelfCheckResult> results = new ArrayList<>();
    Webhook webhook = webhook(Clock.systemUTC());
    List<URI> hooks =
        settings.list().stream().flatMap(to -> to.hook().stream()).distinct().toList();
    for (URI hook : hooks) {
      // its path may be a secret of the receiver
      results.add(
          SelfCheckResult.of(
              PEER,
              webhook
                  .problem(hook)
                  .map(problem -> "rtl.notify.to: " + hook.getHost() + ": " + problem),
              "the webhook at " + hook.getHost() + " answers"));
    }
    settings
        .mail()
        .ifPresent(
            mail ->
                results.add(
                    SelfCheckResult.of(
                        PEER,
                        new MailServer(mail, settings.trust()).problem(),
                        "the mail server answers")));
    return results;
  }

  private Webhook webhook(Clock clock) {
    return new Webhook(settings.secret(), TIMEOUT, settings.trust(), clock);
  }

  @Override
  public void bind(Host host) {
    Notifications notifications = host.journal().notifications();
    notifications.begin();
    host.bind(
        "notifier",
        new Notifier(
            notifications,
            settings,
            webhook(host.journal().clock().wall()),
            new SendCounts(host.meters())));
    host.bind(
        "operatorAlarms",
        new OperatorAlarms(
            settings, webhook(host.journal().clock().wall()), host.journal().clock().wall()));
    settings
        .mail()
        .ifPresent(
            mail -> host.bind("notifyMail", new MailServer(mail, settings.trust()).sender()));
  }
}
