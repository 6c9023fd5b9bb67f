package org.radiologytrust.camel;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.radiologytrust.journal.Journal;

/**
 * Hands out what waits in the journal, one thing per exchange, and settles it when the exchange is
 * done: {@code journal:reports}. Its options are those of {@link JournalEndpoint}.
 */
@Component("journal")
public final class JournalComponent extends DefaultComponent {
  private final Map<String, Function<JournalEndpoint, Supply>> queues = new TreeMap<>();

  public JournalComponent(Journal journal) {
    queues.put("reports", endpoint -> new Ticks(journal.signals().reports(), endpoint.getPoll()));
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!queues.containsKey(remaining)) {
      throw new IllegalArgumentException(
          "journal:" + remaining + ": there is none; there are " + queues.keySet());
    }
    JournalEndpoint endpoint = new JournalEndpoint(uri, this, remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /**
   * @throws IllegalArgumentException when the endpoint's options do not fit
   */
  Supply supply(JournalEndpoint endpoint) {
    return queues.get(endpoint.getQueue()).apply(endpoint);
  }
}
