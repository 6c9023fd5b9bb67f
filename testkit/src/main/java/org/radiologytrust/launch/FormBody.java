package org.radiologytrust.launch;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A form as a browser sends it. */
public final class FormBody {
  public static final String TYPE = "application/x-www-form-urlencoded";

  private FormBody() {}

  public static String of(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }

  /** The request sends this form. */
  public static HttpRequest.Builder post(HttpRequest.Builder request, Map<String, String> fields) {
    return request.header("Content-Type", TYPE).POST(BodyPublishers.ofString(of(fields)));
  }
}
