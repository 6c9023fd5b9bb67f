package org.radiologytrust.presign;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** {@code GET /health/liveness} and {@code /health/readiness}, as reporting systems ask. */
public final class Liveness {
  private final CamelContext camel;

  Liveness(CamelContext camel) {
    this.camel = camel;
  }

  /** The process answers. */
  public void alive(Exchange exchange) {
    answer(200, "alive").replace(exchange.getMessage());
  }

  /** It takes reports: it has started, and is not stopping. */
  public void ready(Exchange exchange) {
    boolean ready = camel.isStarted() && !camel.isStopping();
    answer(ready ? 200 : 503, ready ? "ready" : "not ready").replace(exchange.getMessage());
  }

  private static Answer answer(int status, String word) {
    return Answer.json(status, StrictJson.bytes(StrictJson.object().put("status", word)));
  }
}
