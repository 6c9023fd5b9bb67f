package org.radiologytrust.llm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.camel.Exchange;
import org.radiologytrust.llm.ask.ModelFailure;

/**
 * The protocol of a model server. The route {@code model-call} calls it as the bean {@code
 * modelWire} before and after camel-http.
 */
public interface ModelWire {
  /** Turns a {@link ChatCall} into the HTTP request. */
  void request(Exchange exchange) throws JsonProcessingException;

  /**
   * Reads the response and replaces it with a {@link ChatReply}.
   *
   * @throws ModelFailure when there is no complete answer
   */
  void reply(Exchange exchange) throws ModelFailure;
}
