package org.radiologytrust.operate;

import java.util.List;

/**
 * An address of the operator's API, and what answers there.
 *
 * @param path its parts; {@code *} stands for any
 * @param parameters names that the address takes
 */
record ApiEndpoint(String method, List<String> path, List<String> parameters, Handler handler) {
  /** Answers one kind of request. */
  interface Handler {
    /**
     * @throws OperationRefused if it is not possible
     */
    ApiReply answer(ApiRequest request, Parameters given);
  }

  static ApiEndpoint get(String path, Handler handler, String... parameters) {
    return at("GET", path, handler, parameters);
  }

  static ApiEndpoint post(String path, Handler handler, String... parameters) {
    return at("POST", path, handler, parameters);
  }

  private static ApiEndpoint at(String method, String path, Handler handler, String... parameters) {
    return new ApiEndpoint(method, List.of(path.split("/")), List.of(parameters), handler);
  }

  boolean takes(ApiRequest request) {
    return method.equals(request.method()) && matches(request.path());
  }

  private boolean matches(List<String> other) {
    if (other.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      if (!path.get(i).equals("*") && !path.get(i).equals(other.get(i))) {
        return false;
      }
    }
    return true;
  }

  ApiReply answer(ApiRequest request) {
    return handler.answer(request, new Parameters(request.query(), parameters));
  }
}
