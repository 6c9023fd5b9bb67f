package org.radiologytrust.presign;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * An HTTP answer of a door.
 *
 * @param type the content type of the body
 */
record Answer(int status, String type, byte[] body) {
  private static final int BUSY = 503;
  private static final String JSON = "application/json; charset=utf-8";

  static Answer json(int status, byte[] body) {
    return new Answer(status, JSON, body);
  }

  /** Replaces all that the request had, so that none of its headers is sent back. */
  void replace(Message message) {
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, type);
    message.setHeader("Cache-Control", "no-store");
    message.setHeader("X-Content-Type-Options", "nosniff");
    if (status == BUSY) {
      message.setHeader("Retry-After", "1");
    }
    message.setBody(body);
  }
}
