package org.radiologytrust.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.camel.Exchange;

/**
 * How a model server is spoken to: the bean {@code modelWire} before and after camel-http in the
 * route {@code model-call}.
 */
public interface ModelWire {
  /** Turns a {@link ChatCall} into the HTTP request. */
  void request(Exchange exchange) throws JsonProcessingException;

  /** Reads the answer and puts a {@link ChatReply} in its place. */
  void reply(Exchange exchange) throws ModelFailure;
}
