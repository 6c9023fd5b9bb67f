package org.radiologytrust.page;

import org.radiologytrust.session.Right;

/** The worklist. */
final class WorklistPages implements PagePart {
  @Override
  public void routes(PageRouter router) {
    router.get(
        "/",
        Right.READ_AUDITS,
        request -> Reply.page("page/worklist.jte", new Message(request.layout("Worklist"))));
  }
}
