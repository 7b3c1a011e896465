import GeulGeneration
import GeulModel

/// A session of text with a model of any kind.
public typealias ModelSession = TextSession<ModelPredictor>

/// A conversation with a model of any kind.
public typealias ModelConversation = Conversation<ModelPredictor>
