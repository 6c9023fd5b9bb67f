package org.radiologytrust.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * An answer of the operator's API.
 *
 * @param status of HTTP
 * @param type the content type of the body
 */
record ApiReply(int status, String type, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BUSY = 503;

  static ApiReply json(Object value) {
    return json(200, value);
  }

  static ApiReply bytes(byte[] body) {
    return new ApiReply(200, "application/octet-stream", body);
  }

  static ApiReply error(int status, String message) {
    return json(status, Map.of("error", message));
  }

  private static ApiReply json(int status, Object value) {
    try {
      return new ApiReply(status, "application/json; charset=utf-8", JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is not JSON");
    }
  }

  /** Replaces all that the message has. */
  void replace(Message message) {
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, type);
    message.setHeader("Cache-Control", "no-store");
    message.setHeader("X-Content-Type-Options", "nosniff");
    if (status == BUSY) {
      message.setHeader("Retry-After", "5");
    }
    message.setBody(body);
  }
}
