package org.radiologytrust.operate;

import io.vertx.ext.auth.User;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.radiologytrust.model.Texts;

/**
 * A request to the operator's API.
 *
 * @param path the parts behind {@code /api/}, decoded
 * @param query encoded as in the URL; may be empty
 */
record ApiRequest(String method, List<String> path, String query, User user, Message message) {
  private static final String ROOT = "/api/";

  static ApiRequest of(Message message) {
    String path = text(message, Exchange.HTTP_PATH);
    String inside =
        path.startsWith(ROOT) ? path.substring(ROOT.length()) : path.replaceFirst("^/", "");
    return new ApiRequest(
        text(message, Exchange.HTTP_METHOD),
        Arrays.stream(inside.split("/")).map(ApiRequest::decoded).toList(),
        text(message, Exchange.HTTP_RAW_QUERY),
        message.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class),
        message);
  }

  private static String text(Message message, String name) {
    return Texts.orEmpty(message.getHeader(name, String.class));
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }

  String userName() {
    return user.principal().getString("username");
  }

  /** A part of the path, counted from 0. */
  String part(int number) {
    return path.get(number);
  }

  /** The operation in the log: the first and the last part of the path, without the id between. */
  String operation() {
    return path.size() < 2 ? part(0) : part(0) + "/" + part(path.size() - 1);
  }

  /** Without parameters. */
  String contentType() {
    return text(message, Exchange.CONTENT_TYPE).split(";", 2)[0].strip();
  }

  /**
   * The bytes of the body.
   *
   * @throws OperationRefused if there are none
   */
  byte[] body() {
    byte[] body = message.getBody(byte[].class);
    if (body == null || body.length == 0) {
      throw OperationRefused.invalid("the body is empty: send one message");
    }
    return body;
  }
}
