package org.radiologytrust.operate;

import org.radiologytrust.journal.inbox.Messages;
import org.radiologytrust.journal.inbox.Messages.StoredMessage;

/** The stored messages, of which the bytes may have been removed. */
record StoredBytes(Messages messages) {
  /**
   * @throws OperationRefused if there is no message with this id
   */
  StoredMessage known(String id) {
    return messages
        .message(id)
        .orElseThrow(() -> OperationRefused.unknown("there is no message with this id"));
  }

  /**
   * @throws OperationRefused if there is no message with this id, or its bytes were removed
   */
  StoredMessage whole(String id) {
    StoredMessage message = known(id);
    if (message.pruned()) {
      throw OperationRefused.conflict("its bytes were removed (rtl.retention)");
    }
    return message;
  }
}
