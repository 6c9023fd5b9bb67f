package org.radiologytrust.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Counts the tries to send a notification, by what came of them. */
final class SendCounts {
  static final String WEBHOOK = "webhook";
  static final String MAIL = "mail";
  private static final String SENT = "sent";
  private static final String FAILED = "failed";

  private final MeterRegistry meters;

  SendCounts(MeterRegistry meters) {
    this.meters = meters;
    // shown before the first one
    List.of(WEBHOOK, MAIL).forEach(channel -> List.of(SENT, FAILED).forEach(s -> of(channel, s)));
  }

  private Counter of(String channel, String state) {
    return Counter.builder("rtl.notifications")
        .description("Tries of this process to send a notification of an urgent flag")
        .tag("channel", channel)
        .tag("state", state)
        .register(meters);
  }

  /** Counts this try once it has ended. */
  void follow(Exchange exchange, String channel) {
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onComplete(Exchange ended) {
                of(channel, SENT).increment();
              }

              @Override
              public void onFailure(Exchange ended) {
                of(channel, FAILED).increment();
              }
            });
  }
}
