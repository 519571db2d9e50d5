"""The sample calls as they are written: who says what, how, and what a listener should find.

Every sentence is invented; lenders, agencies, people, numbers and cases do not exist. A turn is (who, text) or (who, text,
options): gap = seconds after the other's end (negative: talks over), speed, shout. `codes` names the violations with the
turns that hold them; `events` the acoustic events on purpose. `noise` is the signal-to-noise ratio in dB of a street on
the customer's side."""

AGENCY = {"employer": "agency", "employer_name": "恒正信息服务", "robot": False}
LENDER = {"employer": "lender", "employer_name": "青禾消费金融", "robot": False}


def fields(started_at, agent, case, party="debtor", history=None, direction="outbound"):
    base = {
        "channel": "voice", "direction": direction, "started_at": started_at, "party.relation": party,
        "case.lender": "青禾消费金融", "case.product": "消费贷", "case.suit_filed": "false", "case.waiver_approved": "none",
        "case.plan_active": "false", "case.complaint_hold": "false", "history.answered_calls_today": "0",
        "history.dials_today_this_number": "1", "history.contact_refused_before": "false",
        "history.debtor_unreachable_days": "0", "history.failed_dials_in_a_row": "0", "history.consented_hours": "none"}
    base.update({"agent." + k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in agent.items()})
    base.update({"case." + k: str(v) for k, v in case.items()})
    base.update({"history." + k: str(v) for k, v in (history or {}).items()})
    return base


def agent(number, kind, months, region):
    return {"id": number, **kind, "tenure_months": months, "region": region}


CALLS = [
    dict(file="call-01.wav", voices=("zf_xiaoxiao", "zm_yunjian"), codes={}, events=[],
         fields=fields("2026-03-10T10:05:12+08:00", agent("3021", LENDER, 26, "华东"), dict(dpd=12, principal="6500.00", amount_due="3260.00", monthly_due="1630.00")),
         turns=[("A", "您好，这里是青禾消费金融，我的工号是三零二一，本次通话会录音。"), ("A", "请问您是陈建国先生吗？"), ("C", "是我，你说。"),
                ("A", "为了保护您的信息，请您报一下身份证后四位。"), ("C", "六零一七。"), ("A", "好的，核对无误。您本期账单逾期十二天，应还三千二百六十元。"),
                ("C", "哦，我最近出差忘记了。"), ("A", "理解，您看哪天方便还款？"), ("C", "这个星期五发工资，我一次还清。"),
                ("A", "好的，星期五还三千二百六十元，我给您登记了。"), ("A", "有疑问可以打官方客服热线，祝您工作顺利，再见。"), ("C", "好，再见。")]),
    dict(file="call-02.wav", voices=("zm_yunxi", "zf_xiaobei"), codes={}, events=[],
         fields=fields("2026-03-11T14:20:40+08:00", agent("5108", AGENCY, 9, "华北"), dict(dpd=45, principal="18000.00", amount_due="8230.00", monthly_due="1560.00")),
         turns=[("A", "您好，我是恒正公司的工号五一零八，受青禾消费金融委托联系您，通话全程录音。"), ("A", "请问是李秀梅女士本人吗？"), ("C", "我是，什么事？"),
                ("A", "请先核实一下您的出生日期。"), ("C", "八九年五月二号。"), ("A", "谢谢。您的贷款逾期四十五天，目前应还八千二百三十元。"),
                ("C", "我失业两个月了，真的拿不出来。"), ("A", "我理解您的困难，我帮您登记困难情况，您可以申请分期。"), ("C", "能分几期？"),
                ("A", "要等审核，具体期数以短信通知为准，我现在不能承诺。"), ("C", "那我先申请吧。"), ("A", "好的，申请结果三个工作日内通知您。请在官方软件里还款，不要转给任何个人。"), ("C", "知道了，谢谢。"), ("A", "不客气，再见。")]),
    dict(file="call-03.wav", voices=("zm_yunyang", "zm_yunjian"),
         codes={"FALSE_LEGAL": [6, 8], "ABUSE": [10]}, events=[],
         fields=fields("2026-03-11T16:31:05+08:00", agent("2207", AGENCY, 3, "西南"), dict(dpd=67, principal="12800.00", amount_due="13960.00", monthly_due="1420.00")),
         turns=[("A", "喂，我是恒正公司的，工号二二零七，电话有录音，你是王志强吧？"), ("C", "是我。"), ("A", "身份证后四位说一下。"), ("C", "三三八九。"),
                ("A", "青禾消费金融委托我们，你逾期六十七天，一共一万三千九百六十元。"), ("C", "我知道，能不能下个月再还？"),
                ("A", "下个月？今天不还明天警察就来抓你。"), ("C", "欠点钱还要抓人啊？"), ("A", "你这是诈骗，最少判三年，等着坐牢吧。"), ("C", "你别吓唬我。"),
                ("A", "你就是个老赖，脸都不要了，没钱你借什么钱？"), ("C", "你怎么骂人呢？我要投诉你。"), ("A", "反正今天下午必须还。"), ("C", "我不跟你说了。")]),
    dict(file="call-04.wav", voices=("zf_xiaoyi", "zm_yunjian"),
         codes={"EXPOSE_THREAT": [6], "THREAT": [8], "IGNORE_COMPLAINT": [10]}, events=["overlap", "shout"],
         fields=fields("2026-03-12T11:02:33+08:00", agent("4415", AGENCY, 2, "华中"), dict(dpd=88, principal="25000.00", amount_due="27400.00", monthly_due="2100.00")),
         turns=[("A", "您好，恒正公司工号四四一五，受青禾消费金融委托，通话录音。您是赵伟先生吗？"), ("C", "是，你们又打来干什么？"), ("A", "请核对身份证后四位。"), ("C", "九一二四。"),
                ("A", "您逾期八十八天，欠款两万七千四百元，今天能还吗？"), ("C", "我跟你们说过了，我现在没有钱，你们天天打电话，烦不烦？", dict(shout=1, speed=1.15)),
                ("A", "今天不还，我就把你的通讯录全部打一遍，让你的同事朋友都知道。", dict(gap=-1.6, speed=1.1)), ("C", "你敢，你们这是骚扰！", dict(gap=-1.2, shout=1, speed=1.15)),
                ("A", "你出门小心点，我知道你孩子在哪个学校上学。", dict(gap=0.3, speed=1.1)), ("C", "你敢动我孩子试试，我马上报警！", dict(gap=-1.1, shout=1, speed=1.2)),
                ("A", "报警也没用，欠债还钱天经地义。"), ("C", "我要投诉到银保监会。")]),
    dict(file="call-05.wav", voices=("zf_xiaobei", "zf_xiaoyi"),
         codes={"LEAK_PRIVACY": [4], "THIRD_PARTY_DUN": [6, 8], "THIRD_PARTY_EARLY": [], "OVER_FREQUENCY": [8]}, events=[],
         fields=fields("2026-03-12T09:44:10+08:00", agent("4415", AGENCY, 2, "华中"), dict(dpd=52, principal="30000.00", amount_due="36000.00", monthly_due="2600.00"), party="relative"),
         turns=[("A", "您好，我是恒正公司的，工号四四一五，通话有录音，请问张磊在吗？"), ("C", "他不在，我是他妈妈，你有什么事？"), ("A", "您是他的母亲是吧？"), ("C", "对，怎么了？"),
                ("A", "你儿子在青禾消费金融贷款欠了三万六千块，逾期两个月了。"), ("C", "啊？他欠这么多钱？我不知道啊。"),
                ("A", "你是他妈，他不还你就得替他还。"), ("C", "我一个老太太，哪有钱替他还？"), ("A", "那你先帮他还五千，不然我们天天给你打电话。"), ("C", "你们不要再打给我了，我不管他的事。"), ("A", "不打你打谁？")]),
    dict(file="call-06.wav", voices=("zm_yunxi", "zf_xiaoxiao"),
         codes={"PRIVATE_PAYMENT": [7], "PRIVATE_CHANNEL": [9], "RECORDING_EVASION": [9]}, events=[],
         fields=fields("2026-03-13T15:12:48+08:00", agent("6630", AGENCY, 5, "华南"), dict(dpd=33, principal="9000.00", amount_due="4120.00", monthly_due="860.00")),
         turns=[("A", "您好，我是恒正公司工号六六三零，青禾消费金融委托我们联系您，本次通话会录音。"), ("A", "您是刘芳女士吗？"), ("C", "是的。"), ("A", "请报一下身份证后四位。"), ("C", "零七二八。"),
                ("A", "您逾期三十三天，应还四千一百二十元。"), ("C", "我登录不上你们的软件，怎么还？"),
                ("A", "没关系，你直接转到我的微信，我帮你还。"), ("C", "转到你个人微信？这样可以吗？"), ("A", "可以的，你加我微信，手机号就是微信号，这个电话有录音，不方便说，我用我自己的手机给你打。"),
                ("C", "我还是问问官方客服吧。"), ("A", "客服也是这么处理的。")]),
    dict(file="call-07.wav", voices=("zm_yunyang", "zm_yunxi"),
         codes={"IMPERSONATE": [0], "VISIT_IMPROPER": [6], "NO_RECORD_NOTICE": []}, events=["noise"], noise=14,
         fields=fields("2026-03-13T10:30:00+08:00", agent("7001", AGENCY, 1, "东北"), dict(dpd=120, principal="40000.00", amount_due="46300.00", monthly_due="3300.00")),
         turns=[("A", "你好，我这里是公安局经侦支队的，你是孙鹏吗？"), ("C", "我是，什么情况？"), ("A", "你在青禾消费金融有一笔贷款，涉嫌恶意拖欠。"), ("C", "我只是晚还了几个月。"),
                ("A", "先核对一下，身份证后四位多少？"), ("C", "五五六二。"), ("A", "你今天不还，明天我们带十个人去你家里，吃住都在你家。"), ("C", "你们到底是不是警察？"),
                ("A", "你不用管我是谁，四万六千三百元马上还。"), ("C", "我去派出所问一下。"), ("A", "你去问吧。")]),
    dict(file="call-08.wav", voices=("zf_xiaoyi", "zm_yunjian"),
         codes={"OFF_HOURS": [], "OVER_FREQUENCY": []}, events=[],
         fields=fields("2026-03-14T22:41:09+08:00", agent("3308", LENDER, 14, "华东"), dict(dpd=21, principal="7200.00", amount_due="2480.00", monthly_due="620.00"),
                       history=dict(answered_calls_today=4, dials_today_this_number=7)),
         turns=[("A", "您好，青禾消费金融工号三三零八，本次通话会录音，请问是周涛先生吗？"), ("C", "是我，这都几点了还打电话？"), ("A", "不好意思打扰您，请核对一下身份证后四位。"), ("C", "一一零五。"),
                ("A", "您的账单逾期二十一天，应还两千四百八十元，请问什么时候可以处理？"), ("C", "我明天中午转过去，晚上别打了。"), ("A", "好的，明天中午还两千四百八十元，我登记一下。"), ("C", "嗯，就这样。"), ("A", "感谢您的配合，再见。")]),
    dict(file="call-09.wav", voices=("zf_xiaoxiao", "zm_yunyang"),
         codes={"BAD_SERVICE": []}, events=["silence", "fast"],
         fields=fields("2026-03-16T13:15:27+08:00", agent("5520", AGENCY, 4, "西北"), dict(dpd=40, principal="11000.00", amount_due="5200.00", monthly_due="980.00")),
         turns=[("A", "您好，恒正公司工号五五二零，受青禾消费金融委托，通话录音，请问是吴敏先生吗？"), ("C", "是我。"), ("A", "核对一下身份证后四位。"), ("C", "八八零三。"),
                ("A", "您逾期四十天，应还五千二百元。"), ("C", "我查一下账户，你等一等。", dict(gap=0.4)), ("C", "查好了，我这边看到的是五千元。", dict(gap=9.5)),
                ("A", "利息是按天算的系统里显示就是五千二百元你先把这个钱存进去剩下的我们再说好不好", dict(speed=1.75)), ("C", "你说慢一点，我听不清。"),
                ("A", "我说你今天先把五千二百元存进去明天系统就会更新你赶紧处理一下不要再拖了听明白没有", dict(speed=1.8)), ("C", "行吧，我明天存。"), ("A", "那就明天，再见。")]),
    dict(file="call-10.wav", voices=("zm_yunxi", "zf_xiaobei"),
         codes={"INDUCE_DEBT": [6], "EXTRA_FEE": [8]}, events=[],
         fields=fields("2026-03-17T16:50:11+08:00", agent("6630", AGENCY, 5, "华南"), dict(dpd=58, principal="15000.00", amount_due="9800.00", monthly_due="1300.00")),
         turns=[("A", "您好，恒正公司工号六六三零，受青禾消费金融委托，本次通话会录音，您是郑丽女士吗？"), ("C", "是我。"), ("A", "请核对身份证后四位。"), ("C", "四七一九。"),
                ("A", "您逾期五十八天，欠款九千八百元，今天要处理掉。"), ("C", "我这个月工资还没发，借都借不到。"), ("A", "你去别的平台借一笔，先把这个还上不就行了。"), ("C", "那不是越借越多吗？"),
                ("A", "那你先交三百元手续费，我帮你申请分期，不交办不了。"), ("C", "还要手续费？合同里没有写啊。"), ("A", "这是公司规定，你交不交？"), ("C", "我不交。")]),
    dict(file="call-11.wav", voices=("zf_xiaobei", "zm_yunxia"), codes={}, events=[],
         fields=fields("2026-03-18T10:18:50+08:00", agent("3021", LENDER, 26, "华东"), dict(dpd=75, principal="22000.00", amount_due="12600.00", monthly_due="1900.00")),
         turns=[("A", "您好，这里是青禾消费金融，工号三零二一，通话会被录音，请问是何军先生吗？"), ("C", "是我，你们会不会去我单位闹？"), ("A", "我们不会去您单位，也不会把您的情况告诉别人。"), ("C", "上次有个人说要抓我去坐牢。"),
                ("A", "贷款逾期属于民事纠纷，不会因为逾期就拘留您。请先核对身份证后四位。"), ("C", "二二七六。"), ("A", "谢谢。您逾期七十五天，应还一万二千六百元。"), ("C", "有人让我加微信转账给他，是你们吗？"),
                ("A", "不是，请不要转给任何个人，我们不会加您微信收钱，那是骗子。"), ("C", "那我月底还一期可以吗？"), ("A", "可以，先登记月底还一千九百元。有异议可以拨打官方客服热线。"), ("C", "好的，谢谢。")]),
    dict(file="call-12.wav", voices=("zm_yunyang", "zf_xiaoxiao"), codes={}, events=[],
         fields=fields("2026-03-18T15:40:02+08:00", agent("5108", AGENCY, 9, "华北"), dict(dpd=90, principal="16000.00", amount_due="10400.00", monthly_due="1450.00"), party="contact",
                       history=dict(debtor_unreachable_days=5, failed_dials_in_a_row=6)),
         turns=[("A", "您好，我是恒正公司的，工号五一零八，本次通话会录音，请问您认识马晓东先生吗？"), ("C", "认识，他是我朋友，怎么了？"), ("A", "我们联系不上他，麻烦您方便的话转告他给我们回个电话。"), ("C", "他是不是欠钱了？"),
                ("A", "不好意思，具体的事情不方便说。"), ("C", "哦，我也好久没见他了。"), ("A", "好的，那打扰您了。"), ("C", "以后不要再打给我了。"), ("A", "好的，已经为您登记，不会再联系您，抱歉打扰，再见。")]),
    dict(file="call-13.wav", voices=("zf_xiaoyi", "zm_yunxi"),
         codes={"NO_IDENTITY_CHECK": [0], "NO_SELF_ID": [2], "REFUSE_INFO": [4], "NO_RECORD_NOTICE": []}, events=["noise"], noise=16,
         fields=fields("2026-03-19T09:05:44+08:00", agent("7002", AGENCY, 1, "东北"), dict(dpd=64, principal="5000.00", amount_due="3600.00", monthly_due="520.00")),
         turns=[("A", "喂，你欠的三千六百块钱什么时候还？"), ("C", "你是谁啊？哪个公司的？"), ("A", "你别管我是谁，赶紧还钱就行了。"), ("C", "你不说哪个公司我怎么还？把合同给我看看。"),
                ("A", "合同不给看，欠多少钱你自己不清楚吗？"), ("C", "我真不清楚，我有好几笔。"), ("A", "那就先还这一笔，三千六百块，今天之内。"), ("C", "我要先核实一下。"), ("A", "随便你。")]),
    dict(file="call-14.wav", voices=("zf_xiaoxiao", "zm_yunjian"), codes={}, events=["noise"], noise=18,
         fields=fields("2026-03-20T11:27:36+08:00", agent("3308", LENDER, 14, "华东"), dict(dpd=8, principal="4000.00", amount_due="1350.00", monthly_due="450.00")),
         turns=[("A", "您好，青禾消费金融工号三三零八，为保证服务质量，本次通话会录音。请问是黄海先生吗？"), ("C", "对，我在外面，有点吵，你讲。"), ("A", "请您核对一下身份证后四位。"), ("C", "七七四零。"),
                ("A", "谢谢，您的账单逾期八天，应还一千三百五十元。"), ("C", "我昨天已经还了呀。"), ("A", "好的，我帮您核实，可能入账有延迟，这两天先不打扰您。"), ("C", "那麻烦你了。"), ("A", "不客气，核实以后短信通知您，祝您生活愉快，再见。"), ("C", "再见。")]),
]
