// The provider comes first: widgets look for it when they are upgraded.
import './provider/define.ts';
import './kpi/define.ts';
import './trend/define.ts';
import './breakdown/define.ts';
